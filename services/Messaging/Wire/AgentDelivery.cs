namespace TicketFlow.Messaging.Wire;

/// <summary>A message as it came from the broker, before anything in it is believed.</summary>
/// <param name="UserId">The <c>user-id</c> property: the broker checked it against the connection, when it is present.</param>
/// <param name="RoutingKey">The routing key: the broker checked it against the sender's topic permission.</param>
/// <param name="Type">The <c>type</c> property.</param>
/// <param name="Body">The body; valid only while the delivery is handled.</param>
public readonly record struct AgentDelivery(string? UserId, string RoutingKey, string? Type, ReadOnlyMemory<byte> Body);

/// <summary>
/// Turns a delivery into one typed message. Never throws for what a sender can cause: what cannot be understood becomes a message of its
/// own that says why.
/// </summary>
public delegate object ReadDelivery(AgentDelivery delivery);

/// <summary>A message whose sender is proven.</summary>
/// <param name="Agent">The agent's id.</param>
/// <param name="Body">The message.</param>
/// <param name="Problems">What is wrong or missing in it, for messages that are answered by a recorded refusal; empty when all is
/// well.</param>
public sealed record AgentMessage<T>(string Agent, T Body, IReadOnlyList<string> Problems)
    where T : class;
