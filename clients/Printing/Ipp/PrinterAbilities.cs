using TicketFlow.Ipp;

namespace TicketFlow.Printing.Ipp;

/// <summary>What a printer can do, as far as sending a job needs it.</summary>
internal sealed record PrinterAbilities(
    IReadOnlySet<int> Operations, IReadOnlySet<string> Formats, IReadOnlySet<string> Compressions, int? UpTime,
    IReadOnlySet<string> Templates)
{
    private const string AnyFormat = "application/octet-stream";

    private const string Supported = "-supported";

    /// <summary>The attributes to ask for; the group is for <see cref="Templates"/>.</summary>
    public static string[] Wanted { get; } =
        ["operations-supported", "document-format-supported", "compression-supported", "printer-up-time", "job-template"];

    public bool CreatesJobs => Can(IppOperation.CreateJob) && Can(IppOperation.SendDocument);

    public static PrinterAbilities From(IppMessage answer)
    {
        var printer = answer.Group(IppTag.PrinterGroup) ?? new IppGroup(IppTag.PrinterGroup, []);
        var templates = printer.Attributes
            .Where(able => able.Name.EndsWith(Supported, StringComparison.Ordinal) && able.Values is not [IppBoolean { Value: false }])
            .Select(able => able.Name[..^Supported.Length]);
        return new PrinterAbilities(
            printer.Find("operations-supported")?.Integers().ToHashSet() ?? [],
            Words(printer, "document-format-supported"), Words(printer, "compression-supported"), printer.Integer("printer-up-time"),
            templates.ToHashSet(StringComparer.Ordinal));
    }

    public bool Can(IppOperation operation) => Operations.Contains((int)operation);

    /// <summary>The format to announce: the document's own, else "find out yourself"; null when the printer takes neither.</summary>
    public string? FormatFor(string? format) =>
        format is not null && (Formats.Count == 0 || Formats.Contains(format)) ? format
        : Formats.Count == 0 || Formats.Contains(AnyFormat) ? AnyFormat
        : null;

    private static HashSet<string> Words(IppGroup printer, string name) =>
        printer.Find(name)?.Strings().ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
}
