namespace TicketFlow.TicketServer.Jobs;

/// <summary>What a deadline waits for. Stored; never rename.</summary>
public static class DeadlineKinds
{
    /// <summary>The description of an opened job.</summary>
    public const string Describe = "describe";

    /// <summary>The confirmation of a go-ahead.</summary>
    public const string Confirm = "confirm";

    /// <summary>The start of a confirmed transfer.</summary>
    public const string Start = "start";

    /// <summary>The next status update of a running transfer.</summary>
    public const string Status = "status";

    /// <summary>The next rung of the ladder of silence.</summary>
    public const string Silence = "silence";

    /// <summary>The agent's confirmation that it has stopped a job.</summary>
    public const string Removal = "removal";

    /// <summary>The end of the pause after a failed start; wakes the dispatcher, not the saga.</summary>
    public const string Retry = "retry";

    /// <summary>The next month of the budget that a held job waits for, or more of it before that.</summary>
    public const string Budget = "budget";

    /// <summary>Not a deadline but its opposite: a suspect job was heard of again.</summary>
    public const string Heard = "heard";
}
