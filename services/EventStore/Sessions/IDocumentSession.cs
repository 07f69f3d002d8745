namespace TicketFlow.EventStore.Sessions;

/// <summary>
/// A unit of work: what was appended through <see cref="Events"/> is committed by one <see cref="SaveChangesAsync"/>, all or nothing.
/// Not safe for concurrent use. Many sessions' units share one database transaction (group commit); each fails alone.
/// </summary>
public interface IDocumentSession
{
    /// <summary>Reads and appends of event streams.</summary>
    IEventOperations Events { get; }

    /// <summary>Stored with every event of this unit (<c>correlation_id</c>); null leaves the column null.</summary>
    string? CorrelationId { get; set; }

    /// <summary>Stored with every event of this unit (<c>causation_id</c>); null leaves the column null.</summary>
    string? CausationId { get; set; }

    /// <summary>Stored with every event of this unit (<c>headers</c>), for example <c>actor</c>.</summary>
    void SetHeader(string key, object value);

    /// <summary>
    /// Commits and returns the stored events, with version, sequence and timestamp, in the order they were appended.
    /// Nothing pending returns an empty list. The session is empty and usable again afterwards, also after a failure.
    /// </summary>
    /// <exception cref="EventStreamUnexpectedMaxEventIdException">An expected version was not the stream's version.</exception>
    /// <exception cref="ExistingStreamIdCollisionException"><c>StartStream</c> on a stream that exists.</exception>
    /// <exception cref="InvalidStreamOperationException">Append to an archived stream.</exception>
    Task<IReadOnlyList<Events.IEvent>> SaveChangesAsync(CancellationToken cancellation = default);
}
