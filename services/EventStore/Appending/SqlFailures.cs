using Npgsql;

namespace TicketFlow.EventStore.Appending;

/// <summary>Sorts database failures by code, never by text.</summary>
internal static class SqlFailures
{
    /// <summary>The transport broke or the server ended the session: what was sent last may or may not have happened.</summary>
    public static bool IsConnectionLost(Exception exception) => exception switch
    {
        PostgresException { InvariantSeverity: "FATAL" or "PANIC" } => true,
        PostgresException => false,
        NpgsqlException or IOException or System.Net.Sockets.SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>
    /// The server cannot do it now, whoever asks: no room, no memory, a standby that only reads. It says nothing about the data, and the
    /// same append may succeed later.
    /// </summary>
    public static bool IsServersTrouble(Exception exception) =>
        !IsConnectionLost(exception) && exception is PostgresException trouble && !IsRace(trouble)
        && (trouble.IsTransient || trouble.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.QueryCanceled);

    /// <summary>Another transaction came first; the same work can be decided again.</summary>
    public static bool IsRace(PostgresException exception) => exception.SqlState switch
    {
        PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable => true,
        PostgresErrorCodes.UniqueViolation => exception.ConstraintName is "pkey_mt_streams_id" or "pk_mt_events_stream_and_version",
        _ => false,
    };
}
