namespace TicketFlow.Ipp;

/// <summary>What a message may cost its reader; beyond it, it is refused.</summary>
public sealed record IppLimits
{
    public static IppLimits Default { get; } = new();

    /// <summary>Bytes before the document. Default 1 MiB: some printers describe a thousand kinds of paper.</summary>
    public int MaxBytes { get; init; } = 1024 * 1024;

    /// <summary>Values of all attributes together. Default 50,000.</summary>
    public int MaxValues { get; init; } = 50_000;

    /// <summary>Collections within collections. Default 8.</summary>
    public int MaxDepth { get; init; } = 8;
}
