using Npgsql;

namespace TicketFlow.EventStore.Daemon;

/// <summary>Which failures are an event's own fault.</summary>
internal static class ParkingRule
{
    /// <summary>
    /// The projection's code refused the event, or the database refused the values it made of it (SQLSTATE classes 22 and 23). Any other
    /// answer of the database (no such table, no permission, disk full) would be the same for every event: there the shard must stand.
    /// </summary>
    public static bool IsTheEventsFault(Exception exception) => exception switch
    {
        ProgressionOutOfOrderException or OperationCanceledException => false,
        PostgresException database => database.SqlState.StartsWith("22", StringComparison.Ordinal)
            || database.SqlState.StartsWith("23", StringComparison.Ordinal),
        NpgsqlException or IOException or System.Net.Sockets.SocketException or TimeoutException or OutOfMemoryException => false,
        _ => true,
    };
}
