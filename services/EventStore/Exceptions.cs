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
