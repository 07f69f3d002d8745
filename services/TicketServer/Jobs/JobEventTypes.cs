namespace TicketFlow.TicketServer.Jobs;

/// <summary>Stored names of the job's events. Renaming a class must never rename history: these strings stay.</summary>
public static class JobEventTypes
{
    /// <summary>Class to stored alias; the aliases are the ones Marten's own rule gives these names today.</summary>
    public static IReadOnlyDictionary<Type, string> Aliases { get; } = new Dictionary<Type, string>
    {
        [typeof(JobOpened)] = "job_opened",
        [typeof(JobDescribed)] = "job_described",
        [typeof(JobRefused)] = "job_refused",
        [typeof(GoAheadIssued)] = "go_ahead_issued",
        [typeof(GoAheadConfirmed)] = "go_ahead_confirmed",
        [typeof(GoAheadExpired)] = "go_ahead_expired",
        [typeof(TransferStarted)] = "transfer_started",
        [typeof(TransferStartFailed)] = "transfer_start_failed",
        [typeof(ResourceCheckAsked)] = "resource_check_asked",
        [typeof(JobSuspected)] = "job_suspected",
        [typeof(AdministratorAlerted)] = "administrator_alerted",
        [typeof(SlotFreed)] = "slot_freed",
        [typeof(AgentHeardAgain)] = "agent_heard_again",
        [typeof(TransferCompleted)] = "transfer_completed",
        [typeof(TransferFailed)] = "transfer_failed",
        [typeof(TransferInterrupted)] = "transfer_interrupted",
        [typeof(JobCancelled)] = "job_cancelled",
        [typeof(JobHeld)] = "job_held",
        [typeof(JobReleased)] = "job_released",
        [typeof(JobPrioritised)] = "job_prioritised",
        [typeof(JobReordered)] = "job_reordered",
        [typeof(RemovalOrdered)] = "removal_ordered",
        [typeof(RemovalReminded)] = "removal_reminded",
        [typeof(JobMoved)] = "job_moved",
        [typeof(MoveRefused)] = "move_refused",
        [typeof(WaitChosen)] = "wait_chosen",
        [typeof(ResendChosen)] = "resend_chosen",
        [typeof(CostReserved)] = "cost_reserved",
        [typeof(CostSettled)] = "cost_settled",
        [typeof(CostRefunded)] = "cost_refunded",
    };
}
