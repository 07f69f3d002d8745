using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Tests.Jobs;

/// <summary>Given(events).When(input).Then(exact events and effects).</summary>
internal sealed record Given(JobState State)
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    public static readonly JobAccepted Accepted = new("aaaabbbbccccdddd", "office", "report", "eva", "desk", Now, 1000, null);
    public static readonly JobOpened Opened = new("aaaabbbbccccdddd", "office", "report", "eva", "desk", Now);
    public static readonly TicketReceived HasId = new("j1");
    public static readonly JobQueued Queued = new();
    public static readonly GoAheadTaken Starting = new(1, "p:9100", "raw", 10);
    public static readonly SendingBegan Sending = new(1);
    public static readonly DocumentSent Sent = new(1000, 12, Now);

    public static Given Events(params JobEvent[] events) => new(events.Aggregate(JobState.None, JobEvolution.Evolve));

    public static GoAheadArrived GoAhead(int attempt, int? resend = null, string? printer = null) =>
        new(new GoAhead(7, "j1", attempt, "p:9100", "raw", 10, Printer: printer, Resend: resend));

    public static TicketArrived Ticket(string state, int? position = null) =>
        new(new Ticket(1, "aaaabbbbccccdddd", "j1", state, position));

    public Outcome When(JobInput input) => new(State, JobDecider.Decide(State, input, Now));
}

/// <summary>What was decided.</summary>
internal sealed record Outcome(JobState Before, Decision Decision)
{
    /// <summary>Exactly these events and effects.</summary>
    public Outcome Then(IReadOnlyList<JobEvent> events, params JobEffect[] effects)
    {
        Decision.Events.ShouldBe(events);
        Decision.Effects.ShouldBe(effects);
        return this;
    }

    public void ThenNothing() => Then([]);

    public JobState State => Decision.Events.Aggregate(Before, JobEvolution.Evolve);
}
