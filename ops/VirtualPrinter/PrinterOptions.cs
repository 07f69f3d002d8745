namespace TicketFlow.VirtualPrinter;

/// <summary>How the printers of this process behave.</summary>
internal sealed record PrinterOptions
{
    /// <summary>Ports to listen on, loopback only.</summary>
    public required IReadOnlyList<int> Ports { get; init; }

    /// <summary>Where documents and <c>index.ndjson</c> go.</summary>
    public required string Directory { get; init; }

    /// <summary>Beginning of the files' names.</summary>
    public required string Name { get; init; }

    /// <summary>Hash and forget.</summary>
    public bool HashOnly { get; init; }

    /// <summary>Bytes per second and connection; null for as fast as it goes.</summary>
    public int? Rate { get; init; }

    /// <summary>Connections served at a time and port; further ones wait in the listen queue. Null for any number.</summary>
    public int? Slots { get; init; }

    /// <summary>Listen on nothing, so that every connection is refused.</summary>
    public bool Refuse { get; init; }

    /// <summary>Close in order after this many bytes.</summary>
    public long? CloseAfter { get; init; }

    /// <summary>Read no further after this many bytes, and keep the connection.</summary>
    public long? StallAfter { get; init; }
}
