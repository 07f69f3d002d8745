namespace TicketFlow.EventStore;

/// <summary>The stream's version was not the expected one: somebody else wrote first. Load again and decide again.</summary>
public sealed class EventStreamUnexpectedMaxEventIdException(string streamKey, long expected, long actual)
    : Exception($"Stream '{streamKey}' was expected at version {expected} but stands at {actual}. Load it again and decide again.")
{
    /// <summary>Stream key.</summary>
    public string StreamKey { get; } = streamKey;

    /// <summary>Expected version.</summary>
    public long Expected { get; } = expected;

    /// <summary>Version found.</summary>
    public long Actual { get; } = actual;
}

/// <summary>A stream with this key exists already.</summary>
public sealed class ExistingStreamIdCollisionException(string streamKey)
    : Exception($"Stream '{streamKey}' exists already.")
{
    /// <summary>Stream key.</summary>
    public string StreamKey { get; } = streamKey;
}

/// <summary>The stream is archived and takes no more events.</summary>
public sealed class InvalidStreamOperationException(string streamKey)
    : Exception($"Stream '{streamKey}' is archived and takes no more events.")
{
    /// <summary>Stream key.</summary>
    public string StreamKey { get; } = streamKey;
}

/// <summary>The store's options cannot work; the message says what to change.</summary>
public sealed class StoreConfigurationException(string message) : Exception(message);

/// <summary>A stored event's alias and .NET type are both unknown to this process.</summary>
public sealed class UnknownEventTypeException(string alias, string? dotNetType)
    : Exception(
        $"The stored event type '{alias}' ({dotNetType ?? "no .NET type"}) is not known here. Register it with Events.MapEventType.")
{
    /// <summary>Stored alias.</summary>
    public string Alias { get; } = alias;
}

/// <summary>The database or the store refused this unit's data; nothing of it was stored. Sending it again will fail again.</summary>
public sealed class AppendRejectedException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable code: <c>event-too-large</c>, <c>event-not-serializable</c>, or <c>sql-</c> with the SQLSTATE.</summary>
    public string Code { get; } = code;
}

/// <summary>
/// The connection broke while committing and the database could not be asked in time whether the commit happened.
/// Load the stream again and look before deciding again.
/// </summary>
public sealed class AppendOutcomeUnknownException(string message, Exception inner) : Exception(message, inner);
