namespace TicketFlow.Printing;

/// <summary>
/// How a document is to be printed, in IPP's words (RFC 8011); null leaves it to the printer. Raw TCP carries it by PJL alone.
/// </summary>
public sealed record PrintInstructions
{
    /// <summary>Nothing is said.</summary>
    public static PrintInstructions None { get; } = new();

    /// <summary>MIME type of the document, for example <c>application/pdf</c>.</summary>
    public string? Format { get; init; }

    /// <summary>Copies, 1 to 9999.</summary>
    public int? Copies { get; init; }

    /// <summary><c>one-sided</c>, <c>two-sided-long-edge</c>, <c>two-sided-short-edge</c>.</summary>
    public string? Sides { get; init; }

    /// <summary>PWG 5101.1 name, for example <c>iso_a4_210x297mm</c>.</summary>
    public string? Media { get; init; }

    /// <summary><c>color</c>, <c>monochrome</c>, <c>auto</c>.</summary>
    public string? ColorMode { get; init; }

    /// <summary>3 draft, 4 normal, 5 high.</summary>
    public int? Quality { get; init; }

    /// <summary>
    /// Further attributes of the job (RFC 8011, section 5.2; PWG 5100) as <see cref="TicketFlow.Ipp.IppPacked"/> writes them: page ranges,
    /// tray, finishing … Only IPP carries them, and only those that the printer says it takes.
    /// </summary>
    public string? Further { get; init; }
}
