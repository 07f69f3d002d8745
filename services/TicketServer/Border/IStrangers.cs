namespace TicketFlow.TicketServer.Border;

/// <summary>Answers those who name a job that is not theirs or does not exist; both get the same answer.</summary>
public interface IStrangers
{
    /// <summary>Refuses, counts, and keeps the case for inspection.</summary>
    void Refuse(string agent, string jobId);
}
