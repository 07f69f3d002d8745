namespace TicketFlow.TicketServer.Jobs;

/// <summary>Folds a job's events into its state. Never refuses: history is true.</summary>
public static class JobFold
{
    /// <summary>Folds one event. A stream begins with <see cref="JobOpened"/> or <see cref="JobRefused"/>.</summary>
    public static JobState? Evolve(JobState? state, JobEvent @event) => (state, @event) switch
    {
        (null, JobOpened e) => Begin(e),
        (null, JobRefused e) => Begin(e),
        (null, _) => null,
        (_, JobDescribed e) => state with { Phase = JobPhase.Waiting, Bytes = e.Bytes, Description = e },
        (_, GoAheadIssued e) => state with
        {
            Phase = JobPhase.Released,
            Attempt = e.Attempt,
            Address = e.Address,
            Mechanism = e.Mechanism,
            Started = false,
            Rung = 0,
        },
        (_, GoAheadConfirmed) => state with { Phase = JobPhase.Starting, Unanswered = 0, Rung = 0 },
        (_, GoAheadExpired) => state with { Unanswered = state.Unanswered + 1 },
        (_, TransferStarted) =>
            state with { Phase = JobPhase.Printing, Started = true, Unanswered = 0, Rung = 0, HoldReason = null, Code = null },
        (_, TransferStartFailed e) => Settle(state) with
        {
            Phase = e.RetryAt is null ? JobPhase.Failed : JobPhase.Waiting,
            StartFailures = state.StartFailures + 1,
            HoldReason = null,
            Code = e.Code,
            Text = e.Text,
        },
        (_, AgentHeardAgain e) => state with
        {
            Phase = e.Started ? JobPhase.Printing : JobPhase.Starting,
            Unanswered = 0,
            Rung = 0,
            Code = null,
        },
        (_, TransferCompleted) => state with { Phase = JobPhase.Completed, Code = null, Text = null },
        (_, TransferFailed e) => Settle(state) with { Phase = JobPhase.Failed, Code = e.Code, Text = e.Text },
        (_, TransferInterrupted e) => state with { Phase = JobPhase.Interrupted, Code = e.Reason, Rung = 0 },
        (_, JobCancelled e) => state with { Phase = JobPhase.Cancelled, Code = e.Code },
        _ => OnQueue(state, @event) ?? OnSilence(state, @event) ?? OnRemoval(state, @event) ?? OnCost(state, @event) ?? state,
    };

    private static JobState? OnCost(JobState state, JobEvent @event) => @event switch
    {
        CostReserved e => state with
        {
            Cost = new JobCost(e.Shares, IsReserved: true, IsSettled: false),
            Advice = e.Advice ?? state.Advice,
        },
        CostSettled e => state with { Cost = new JobCost(e.Spent, IsReserved: false, IsSettled: true) },
        CostRefunded when state.Cost is { } cost => state with { Cost = cost with { IsReserved = false } },
        _ => null,
    };

    private static JobState? OnQueue(JobState state, JobEvent @event) => @event switch
    {
        JobHeld e => state with
        {
            Phase = JobPhase.Held,
            HoldReason = e.Reason,
            WaitsFor = (e.Lacks, e.TryAt),
            Rung = 0,
            Advice = e.Advice ?? state.Advice,
        },
        // That a budget had too little for it is over.
        JobReleased e => state with
        {
            Phase = JobPhase.Waiting,
            HoldReason = null,
            Advice = e.Reason == HoldReasons.Budget ? null : state.Advice,
        },
        JobMoved e => Settle(state) with
        {
            Phase = JobPhase.Waiting,
            Resource = e.To,
            Moved = true,

            // Whoever moves a job of which something has left chooses that it is sent again from its beginning.
            ResendAfter = e.BytesSent > 0 ? state.Attempt : state.ResendAfter,
            MoveTo = null,
            RemovalCode = null,
            Reminders = 0,
            StartFailures = 0,
            HoldReason = null,

            // What the budget there said is not true here.
            Advice = state.HoldReason == HoldReasons.Budget ? null : state.Advice,
        },
        ResendChosen e => Settle(state) with
        {
            Phase = JobPhase.Waiting,
            ResendAfter = e.Attempt,
            StartFailures = 0,
            Code = null,
            Text = null,
        },
        _ => null,
    };

    private static JobState? OnSilence(JobState state, JobEvent @event) => @event switch
    {
        ResourceCheckAsked e => state with { Rung = e.Rung + 1 },
        JobSuspected e => state with { Phase = JobPhase.Suspect, Code = e.Reason, Rung = e.Rung + 1 },
        AdministratorAlerted e => state with { Rung = e.Rung + 1 },
        SlotFreed e => state with { Rung = e.Rung + 1 },
        _ => null,
    };

    private static JobState? OnRemoval(JobState state, JobEvent @event) => @event switch
    {
        RemovalOrdered e => state with { Phase = JobPhase.Removing, RemovalCode = e.Code, MoveTo = e.MoveTo, Reminders = 0, Rung = 0 },
        RemovalReminded e => state with { Reminders = e.Times },
        _ => null,
    };

    /// <summary>The newest go-ahead is over; its echoes must not touch what comes next.</summary>
    private static JobState Settle(JobState state) =>
        state with { SettledAttempt = state.Attempt, Started = false, Unanswered = 0, Rung = 0 };

    private static JobState Begin(JobOpened e) => new()
    {
        JobId = e.JobId,
        Agent = e.Agent,
        Key = e.Key,
        RequestNumber = e.RequestNumber,
        Phase = JobPhase.Opened,
        Resource = e.Resource,
        AskedResource = e.Resource,
        Domain = e.Domain,
        User = e.User,
        Title = e.Title,
        Advice = e.Advice,
    };

    private static JobState Begin(JobRefused e) => new()
    {
        JobId = e.JobId,
        Agent = e.Agent,
        Key = e.Key,
        RequestNumber = e.RequestNumber,
        Phase = JobPhase.Refused,
        Resource = e.Resource,
        Domain = e.Domain,
        User = e.User,
        Code = e.Code,
        Text = e.Text,
    };
}
