using System.Text.Json;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.EventStore.Events;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Jobs.Rules;
using TicketFlow.TicketServer.Queues;

namespace TicketServer.Tests.Jobs;

/// <summary>What random sequences (tests/Model) found out about lost documents and late copies.</summary>
public sealed class LostAndLateTests
{
    private const string Id = "aaaaaaaaaaaaaaaa";

    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static readonly DecisionContext Context = new(Now, new JobTiming());

    private static readonly JobState Waiting = new()
    {
        JobId = Id,
        Agent = "desk-1",
        Key = Id,
        RequestNumber = 1,
        Phase = JobPhase.Waiting,
        Resource = "hall",
        Domain = "d",
        User = "u",
        Bytes = 10,
    };

    private static readonly JobState BeingMoved = Waiting with
    {
        Phase = JobPhase.Removing,
        Attempt = 2,
        SettledAttempt = 1,
        Started = true,
        RemovalCode = StopCodes.Moved,
        MoveTo = "attic",
    };

    [Fact]
    public void A_late_copy_of_an_older_attempt_s_report_does_not_end_a_removal() =>
        RemovalRules.Ended(BeingMoved, 1, 0).Events.ShouldBeEmpty();

    [Fact]
    public void The_report_of_the_attempt_that_is_being_stopped_ends_the_removal() =>
        RemovalRules.Ended(BeingMoved, 2, 5).Events.ShouldBe([new JobMoved("hall", "attic", 5, 2)]);

    [Theory]
    [InlineData(HoldReasons.AgentSilent, JobPhase.Failed)]
    [InlineData(HoldReasons.Operator, JobPhase.Held)]
    public void An_agent_that_comes_back_without_the_document_ends_what_its_silence_held(string reason, JobPhase outcome)
    {
        var held = Waiting with { Phase = JobPhase.Held, Attempt = 1, HoldReason = reason };
        var failure = new StartFailure(2, Id, 1, TransferErrors.SpoolGone);
        TransferRules.StartFailed(held, failure, Context).Events.Aggregate(held, (state, e) => JobFold.Evolve(state, e)!).Phase.ShouldBe(
            outcome);
    }

    [Theory]
    [InlineData(JobPhase.Released)]
    [InlineData(JobPhase.Starting)]
    [InlineData(JobPhase.Held)]
    public void A_document_lost_after_its_go_ahead_may_have_been_sent(JobPhase phase)
    {
        var job = Waiting with { Phase = phase, Attempt = 1, HoldReason = phase == JobPhase.Held ? HoldReasons.AgentSilent : null };
        Gone(job).ShouldBe([new TransferInterrupted(1, 0, ReconcileRules.DocumentGone)]);
        var after = Gone(job).Aggregate(job, (state, e) => JobFold.Evolve(state, e)!);
        TransferRules.Complete(after, new CompletionReport(2, Id, 1, 10, CompletionGrades.Accepted), Context).Events[^1]
            .ShouldBeOfType<TransferCompleted>();
    }

    [Fact]
    public void A_document_lost_before_its_go_ahead_was_never_sent() =>
        Gone(Waiting).ShouldHaveSingleItem().ShouldBeOfType<TransferStartFailed>().Code.ShouldBe(TransferErrors.SpoolGone);

    [Theory]
    [InlineData(true, JobPhase.Printing, DeadlineKinds.Status)]
    [InlineData(false, JobPhase.Starting, DeadlineKinds.Start)]
    public void An_agent_heard_again_gets_a_deadline_that_its_phase_answers_to(bool started, JobPhase phase, string kind)
    {
        var row = JobRow.Merge([new Stored(new AgentHeardAgain(1, Now, started))]).ShouldHaveSingleItem();
        (row.Phase, row.DeadlineKind).ShouldBe((phase.ToString(), kind));
        SilenceRules.Expire(
            Waiting with { Phase = phase, Attempt = 1, Started = started }, new DeadlineExpired(Id, "desk-1", kind, 1), Context)
            .Events.ShouldNotBeEmpty();
    }

    private static IReadOnlyList<JobEvent> Gone(JobState job) =>
        ReconcileRules.Reconcile(job, new HeldJobStated(Id, "desk-1", HeldStates.Gone, 0, 0), Context).Events;

    private sealed record Stored(object Data) : IEvent
    {
        public Guid Id => Guid.Empty;

        public long Version => 1;

        public long Sequence => 1;

        public string StreamKey => JobId.StreamKey(LostAndLateTests.Id);

        public DateTimeOffset Timestamp => Now;

        public string EventTypeName => "";

        public string? CorrelationId => null;

        public string? CausationId => null;

        public IReadOnlyDictionary<string, JsonElement> Headers { get; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
    }
}
