using System.Text;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Access;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Jobs.Rules;
using TicketFlow.TicketServer.Resources;

namespace TicketServer.Tests.Lifecycle;

/// <summary>
/// Writes docs/lifecycle.md from the code: the table from the machine as it is built, the arrows by letting the rules decide sample
/// messages in every state.
/// </summary>
internal static class LifecycleDocument
{
    private const string Id = "aaaaaaaaaaaaaaaa";
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    private static readonly JobTiming Timing = new() { UnansweredLimit = 1, StopReminders = 0 };
    private static readonly DecisionContext Context = new(Now, Timing);
    private static readonly Admission Good = new(new ResourceEntry("attic", "printer", null), null);

    private static readonly (string Event, string Label, Func<JobState, Decision> Decide)[] Samples =
    [
        (nameof(JobLifecycleStateMachine.DescriptionGiven), "DJ1", job =>
            TransferRules.Describe(job, new JobDescription(1, Id, null, 1, 10))),
        (nameof(JobLifecycleStateMachine.GoAheadReceived), "GC1", job => TransferRules.Confirm(job, new GoAheadReceipt(1, Id, 1), Context)),
        (nameof(JobLifecycleStateMachine.StartReported), "ST1", job => TransferRules.Start(job, new StartReport(1, Id, 1), Context)),
        (nameof(JobLifecycleStateMachine.StartFailureReported), "SF1", job => job.Phase == JobPhase.Removing
            ? RemovalRules.Ended(job, 1, 0)
            : TransferRules.StartFailed(job, new StartFailure(1, Id, 1, "connection-refused"), Context)),
        (nameof(JobLifecycleStateMachine.StartFailureReported), "SF1 (no document)", job => job.Phase == JobPhase.Removing
            ? RemovalRules.Ended(job, 1, 0)
            : TransferRules.StartFailed(job, new StartFailure(1, Id, 1, "spool-gone"), Context)),
        (nameof(JobLifecycleStateMachine.CompletionReported), "CP1", job =>
            TransferRules.Complete(job, new CompletionReport(1, Id, 1, 10, "accepted"), Context)),
        (nameof(JobLifecycleStateMachine.FailureReported), "TF1", job => job.Phase == JobPhase.Removing
            ? RemovalRules.Ended(job, 1, 5)
            : TransferRules.Fail(job, new TransferFailure(1, Id, 1, 5, "connection-reset"), Context)),
        (nameof(JobLifecycleStateMachine.InterruptionReported), "IN1", job => job.Phase == JobPhase.Removing
            ? RemovalRules.Ended(job, 1, 5)
            : TransferRules.Interrupt(job, new InterruptionReport(1, Id, 1, 5))),
        (nameof(JobLifecycleStateMachine.StopReported), "SR1", job => RemovalRules.Stopped(job, 5)),
        (nameof(JobLifecycleStateMachine.CancelRequested), "CA1", job => RemovalRules.Remove(job, StopCodes.ByUser, Context)),
        (nameof(JobLifecycleStateMachine.MoveRequested), "MV1", job => QueueRules.Move(job, "attic", Good, 1, Context)),
        (nameof(JobLifecycleStateMachine.HoldRequested), "HD1 hold", job => QueueRules.Hold(job, new HoldRequest(1, Id, true))),
        (nameof(JobLifecycleStateMachine.HoldRequested), "HD1 release", job => QueueRules.Hold(job, new HoldRequest(1, Id, false))),
        (nameof(JobLifecycleStateMachine.ResendRequested), "RS1", job => QueueRules.Resend(job, new ResendRequest(1, Id))),
        (nameof(JobLifecycleStateMachine.JobStated), "HI1 gone", job => Stated(job, HeldStates.Gone)),
        (nameof(JobLifecycleStateMachine.JobStated), "HI1 spooled", job => Stated(job, HeldStates.Spooled)),
        (nameof(JobLifecycleStateMachine.JobStated), "HI1 sending", job => Stated(job, HeldStates.Sending)),
        (nameof(JobLifecycleStateMachine.DeadlinePassed), "never described", job => Expire(job, DeadlineKinds.Describe)),
        (nameof(JobLifecycleStateMachine.DeadlinePassed), "ladder: suspect", job => Expire(job with { Rung = 1 }, DeadlineKinds.Silence)),
        (nameof(JobLifecycleStateMachine.DeadlinePassed), "ladder: settle", job => Expire(job with { Rung = 4 }, DeadlineKinds.Silence)),
        (nameof(JobLifecycleStateMachine.DeadlinePassed), "heard again", job => Expire(job with { Rung = 2 }, DeadlineKinds.Heard)),
        (nameof(JobLifecycleStateMachine.DeadlinePassed), "enough of the budget", job => Expire(job, DeadlineKinds.Budget)),
        (nameof(JobLifecycleStateMachine.DeadlinePassed), "stop unconfirmed", job => Expire(job, DeadlineKinds.Removal)),
    ];

    public static string Write(JobLifecycleStateMachine machine)
    {
        var text = new StringBuilder("""
            # The life of a job

            Written by a test from the state machine and its rules (`services/TicketServer/Jobs`); do not edit by hand. When the machine changes, run
            `TICKETFLOW_WRITE_DOCS=1 dotnet test tests/TicketServer.Tests --filter Lifecycle` and look at the difference.

            ## Arrows

            Messages are named as in [protocol.md](protocol.md). The go-ahead (GA1) is the dispatcher's: it appends it to the stream of a waiting job.

            ```mermaid
            stateDiagram-v2
                [*] --> Opened: TR1 without size
                [*] --> Waiting: TR1
                [*] --> Refused: TR1 refused
                Waiting --> Released: GA1
                Opened --> Held: DJ1 beyond a budget
                [*] --> Held: TR1 beyond a budget

            """);
        foreach (var line in Arrows(machine))
        {
            text.Append("    ").Append(line).Append('\n');
        }

        text.Append(
            "```\n\n## Every message in every state\n\n● answered, · ignored on purpose. A missing pair stops the server's start.\n\n");
        WriteTable(text, machine);
        return text.Append(Budgets).ToString();
    }

    private const string Budgets = """

        ## What budgets add

        Events of the job that follow from others, in the same append ([costs.md](costs.md#budgets)); none of them when there are no budgets. They
        move nothing in a queue.

        | event | follows from |
        |---|---|
        | `cost_reserved` | entering a queue: TR1, DJ1, MV1, RS1, HD1 release, an operator's release, *enough of the budget* |
        | `job_held` for `budget` | the same, when a budget has not enough: instead of entering, until *enough of the budget* or an operator's release |
        | `job_refused`, `job_cancelled` as `over-quota` | TR1, DJ1, when such a budget refuses |
        | `cost_refunded` | Failed, Interrupted, Cancelled; a move, before it is reserved anew |
        | `cost_settled` | Completed, also when that becomes known late |

        """;

    private static IEnumerable<string> Arrows(JobLifecycleStateMachine machine) =>
        from phase in Enum.GetValues<JobPhase>()
        from sample in Samples
        where machine.Table.IsAnswered(phase.ToString(), sample.Event)
        from job in JobsIn(phase)
        let after = Fold(job, sample.Decide(job))
        where after != phase
        group sample.Label by (phase, after) into arrow
        orderby arrow.Key.phase, arrow.Key.after
        select $"{arrow.Key.phase} --> {arrow.Key.after}: {string.Join(", ", arrow.Distinct())}";

    private static void WriteTable(StringBuilder text, JobLifecycleStateMachine machine)
    {
        var events = machine.Table.Cells.Keys.Select(cell => cell.Event).Distinct().ToList();
        text.Append("| state | ").AppendJoin(" | ", events).Append(" |\n|---|").Insert(text.Length, "---|", events.Count).Append('\n');
        foreach (var phase in Enum.GetValues<JobPhase>())
        {
            var cells = events.Select(e => machine.Table.IsAnswered(phase.ToString(), e) ? "●" : "·");
            text.Append("| ").Append(phase).Append(" | ").AppendJoin(" | ", cells).Append(" |\n");
        }
    }

    private static IEnumerable<JobState> JobsIn(JobPhase phase)
    {
        var job = new JobState
        {
            JobId = Id,
            Agent = "desk-1",
            Key = Id,
            RequestNumber = 1,
            Phase = phase,
            Resource = "hall",
            AskedResource = "hall",
            Domain = "d",
            User = "u",
            Bytes = 10,
            Address = "127.0.0.1:9100",
            Mechanism = "raw",
        };
        return phase switch
        {
            JobPhase.Opened or JobPhase.Refused or JobPhase.Cancelled => [job],
            JobPhase.Waiting => [job, job with { Attempt = 1 }],
            JobPhase.Held =>
            [
                job with { HoldReason = HoldReasons.User }, job with { HoldReason = HoldReasons.AgentSilent, Attempt = 1 },
                job with { HoldReason = HoldReasons.Budget },
            ],
            JobPhase.Printing => [job with { Attempt = 1, Started = true }],
            JobPhase.Suspect => [job with { Attempt = 1, Rung = 2 }, job with { Attempt = 1, Rung = 2, Started = true }],
            JobPhase.Removing =>
            [
                job with { Attempt = 1, Started = true, RemovalCode = StopCodes.ByUser },
                job with { Attempt = 1, Started = true, RemovalCode = StopCodes.Moved, MoveTo = "attic" },
            ],
            _ => [job with { Attempt = 1 }],
        };
    }

    private static Decision Stated(JobState job, string state) =>
        ReconcileRules.Reconcile(job, new HeldJobStated(Id, "desk-1", state, 1, 0), Context);

    private static Decision Expire(JobState job, string kind) =>
        SilenceRules.Expire(job, new DeadlineExpired(Id, "desk-1", kind, job.Attempt), Context);

    private static JobPhase Fold(JobState job, Decision decision) =>
        decision.Events.Aggregate((JobState?)job, JobFold.Evolve)!.Phase;
}
