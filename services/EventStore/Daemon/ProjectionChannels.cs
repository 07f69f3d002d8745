namespace TicketFlow.EventStore.Daemon;

/// <summary>PostgreSQL channels on which the daemon says what happened to projections.</summary>
public static class ProjectionChannels
{
    /// <summary>An event was parked; the payload is the shard's name. Said in the transaction that parks it.</summary>
    public const string Parked = "ticketflow_parked";
}
