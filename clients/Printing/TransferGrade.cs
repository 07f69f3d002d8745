namespace TicketFlow.Printing;

/// <summary>How sure a good end is (design D8).</summary>
public enum TransferGrade
{
    /// <summary>The peer took all bytes and ended the conversation in order.</summary>
    Accepted,

    /// <summary>… and said afterwards that the job is done (IPP job-state completed, PJL end of job).</summary>
    Reported,
}
