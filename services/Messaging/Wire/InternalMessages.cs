using System.Text.Json.Serialization;

namespace TicketFlow.Messaging.Wire;

/// <summary>
/// A timeout message (design D4), from the server to itself. It carries what the deadline was armed for, so that a late one is recognised.
/// </summary>
/// <param name="JobId">The job.</param>
/// <param name="Agent">The job's agent, for the routing key.</param>
/// <param name="Kind">What did not happen; one of <c>DeadlineKinds</c>.</param>
/// <param name="Attempt">The go-ahead attempt it was armed for.</param>
/// <param name="BytesSent">What the agent had sent by then, as far as it said.</param>
/// <param name="LastSeen">When the agent was last heard of about this job, UTC, or null.</param>
public sealed record DeadlineExpired(
    string JobId, string Agent, string Kind, int Attempt, DateTimeOffset? LastSeen = null, long BytesSent = 0)
{
    /// <summary>AMQP <c>type</c>; only taken when <c>user-id</c> is the server's own.</summary>
    public const string MessageType = "XD1";
}

/// <summary>How an agent that is back has a job (HI1), one message per job, so that the saga reconciles it.</summary>
/// <param name="State">One of the contracts' <c>HeldStates</c>.</param>
public sealed record HeldJobStated(string JobId, string Agent, string State, int Attempt, long BytesSent)
{
    /// <summary>AMQP <c>type</c>; only taken when <c>user-id</c> is the server's own.</summary>
    public const string MessageType = "XH1";
}

/// <summary>An operator's order for anybody's job.</summary>
/// <param name="Action">One of <see cref="OperatorActions"/>.</param>
/// <param name="Argument">Priority, or printer.</param>
/// <param name="By">The operator.</param>
public sealed record OperatorOrder(string JobId, string Agent, string Action, string? Argument, string By)
{
    /// <summary>AMQP <c>type</c>; only taken when <c>user-id</c> is the server's own.</summary>
    public const string MessageType = "XO1";
}

/// <summary>What an operator can order.</summary>
public static class OperatorActions
{
    public const string Interrupt = "interrupt";
    public const string Hold = "hold";
    public const string Release = "release";
    public const string Priority = "priority";
    public const string Promote = "promote";
    public const string Yield = "yield";
    public const string Move = "move";
    public const string Resend = "resend";
}

/// <summary>An operator takes a lease away.</summary>
/// <param name="Resource">Name of the resource.</param>
/// <param name="LeaseId">The lease; a newer one is left alone.</param>
/// <param name="Agent">The agent that keeps it, for the routing key.</param>
/// <param name="By">The operator.</param>
public sealed record LeaseOrder(string Resource, string LeaseId, string Agent, string By)
{
    /// <summary>AMQP <c>type</c>; only taken when <c>user-id</c> is the server's own.</summary>
    public const string MessageType = "XL1";
}

/// <summary>The internal messages' JSON.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeadlineExpired))]
[JsonSerializable(typeof(HeldJobStated))]
[JsonSerializable(typeof(OperatorOrder))]
[JsonSerializable(typeof(LeaseOrder))]
public sealed partial class InternalJson : JsonSerializerContext;
