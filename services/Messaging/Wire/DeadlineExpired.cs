using System.Text.Json.Serialization;

namespace TicketFlow.Messaging.Wire;

/// <summary>
/// A timeout message (design D4), from the server to itself. It carries what the deadline was armed for, so that a late one is recognised.
/// </summary>
/// <param name="JobId">The job.</param>
/// <param name="Agent">The job's agent, for the routing key.</param>
/// <param name="Kind">What did not happen; one of <c>DeadlineKinds</c>.</param>
/// <param name="Attempt">The go-ahead attempt it was armed for.</param>
/// <param name="LastSeen">When the agent was last heard of about this job, UTC, or null.</param>
public sealed record DeadlineExpired(string JobId, string Agent, string Kind, int Attempt, DateTimeOffset? LastSeen = null)
{
    /// <summary>AMQP <c>type</c>; only taken when <c>user-id</c> is the server's own.</summary>
    public const string MessageType = "XD1";
}

/// <summary>The internal messages' JSON.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeadlineExpired))]
public sealed partial class InternalJson : JsonSerializerContext;
