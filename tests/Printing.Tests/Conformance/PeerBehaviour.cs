namespace TicketFlow.Printing.Tests.Conformance;

/// <summary>How the far end of a conformance test treats a document; everything else it does as its protocol demands.</summary>
internal sealed record PeerBehaviour
{
    /// <summary>Resets the connection after so many bytes of the document.</summary>
    public long? ResetAfter { get; init; }

    /// <summary>Closes the connection after so many bytes, with whatever it has not read.</summary>
    public long? CloseAfter { get; init; }

    /// <summary>Takes this many bytes and then none, until the connection ends.</summary>
    public long? StopAfter { get; init; }

    /// <summary>A small receive buffer and a pause after each piece.</summary>
    public bool Slow { get; init; }
}
