namespace TicketFlow.TicketServer.Jobs;

/// <summary>What a message leads to: events to record, and answers that follow from no event (a repeated question).</summary>
/// <param name="Events">Events, in order; empty when nothing changes.</param>
/// <param name="Answer">A message to the agent that asked, or null. Messages that follow from events are made by
/// <see cref="JobNotices"/>.</param>
public sealed record Decision(IReadOnlyList<JobEvent> Events, object? Answer = null)
{
    /// <summary>Nothing happens.</summary>
    public static Decision Nothing { get; } = new([]);

    /// <summary>Records events.</summary>
    public static Decision Record(params JobEvent[] events) => new(events);

    /// <summary>Only answers.</summary>
    public static Decision Reply(object answer) => new([], answer);
}

/// <summary>What a decision may know besides the job and the message.</summary>
/// <param name="Now">The moment of decision, UTC.</param>
/// <param name="Timing">Delays and limits.</param>
public sealed record DecisionContext(DateTimeOffset Now, JobTiming Timing);
