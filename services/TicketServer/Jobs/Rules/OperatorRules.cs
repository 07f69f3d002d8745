using System.Globalization;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Access;
using static TicketFlow.TicketServer.Jobs.Decision;

namespace TicketFlow.TicketServer.Jobs.Rules;

/// <summary>An operator's orders for anybody's job. What no longer fits the job's state changes nothing.</summary>
public static class OperatorRules
{
    /// <summary>Priorities an operator can give; users' jobs have 0.</summary>
    public const int HighestPriority = 100;

    /// <summary>Decides an order.</summary>
    /// <param name="admission">For a move: what the target says; null otherwise.</param>
    public static Decision Order(JobState job, OperatorOrder order, Admission? admission, DecisionContext context) => order.Action switch
    {
        OperatorActions.Interrupt when !job.IsEnded => RemovalRules.Remove(job, StopCodes.ByOperator, context),
        OperatorActions.Hold when job.Phase is JobPhase.Waiting => Record(new JobHeld(HoldReasons.Operator)),
        OperatorActions.Release when job.Phase is JobPhase.Held => Record(new JobReleased(job.HoldReason!)),
        OperatorActions.Priority when IsInQueue(job) && PriorityOf(order) is { } priority => Record(new JobPrioritised(priority)),
        OperatorActions.Promote when IsInQueue(job) => Record(new JobReordered(-QueueRules.Rank(context.Now))),
        OperatorActions.Yield when IsInQueue(job) => Record(new JobReordered(QueueRules.Rank(context.Now))),
        OperatorActions.Move when !job.IsEnded && job.Phase is not (JobPhase.Removing or JobPhase.Opened) && admission is not null =>
            new Decision(QueueRules.Move(job, order.Argument ?? "", admission, 0, context).Events),
        OperatorActions.Resend when job.Phase is JobPhase.Interrupted or JobPhase.Failed => Record(ResendChosen.For(job)),
        _ => Nothing,
    };

    /// <summary>The priority an order names, or null when it is none.</summary>
    public static int? PriorityOf(OperatorOrder order) =>
        int.TryParse(order.Argument, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority)
        && Math.Abs(priority) <= HighestPriority ? priority : null;

    private static bool IsInQueue(JobState job) => job.Phase is JobPhase.Waiting or JobPhase.Held;
}
