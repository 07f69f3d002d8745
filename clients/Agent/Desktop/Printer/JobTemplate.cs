using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>The attributes that say how to print (RFC 8011, section 5.2): which the printer takes, and what they come to.</summary>
internal static class JobTemplate
{
    private const string NoHold = "no-hold";

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "copies", "finishings", "job-hold-until", "job-priority", "job-sheets", "media", "media-col", "multiple-document-handling",
        "number-up",
        "orientation-requested", "output-bin", "overrides", "page-ranges", "print-color-mode", "print-content-optimize", "print-quality",
        "print-rendering-intent", "print-scaling", "printer-resolution", "sides",
    };

    /// <summary>
    /// What the real printer honours, not the agent: passed on as it came, and claimed only where the printer has claimed it.
    /// </summary>
    public static IReadOnlyList<string> PassedOn { get; } =
    [
        "finishings", "job-sheets", "media-col", "multiple-document-handling", "number-up", "orientation-requested", "output-bin",
        "page-ranges", "print-content-optimize", "print-rendering-intent", "print-scaling", "printer-resolution",
    ];

    /// <summary>Whether it is a job template attribute, or tells the default, the ready or the supported values of one.</summary>
    public static bool IsOne(string name) => Names.Contains(name)
        || name.LastIndexOf('-') is > 0 and var dash && name[(dash + 1)..] is "default" or "supported" or "ready" or "database"
        && Names.Contains(name[..name.LastIndexOf('-')]);

    /// <summary>Attributes of the request's job that this printer cannot honour.</summary>
    /// <param name="job">What was asked; null for nothing.</param>
    /// <param name="printer">What the printer says it can.</param>
    public static IReadOnlyList<IppAttribute> Unsupported(IppGroup? job, IppGroup printer) =>
        [.. (job?.Attributes ?? []).Where(attribute => !Fits(attribute, printer.Find(attribute.Name + "-supported")))];

    public static PrintTicket TicketOf(IppMessage request, IppGroup printer)
    {
        var job = request.Group(IppTag.JobGroup) ?? new IppGroup(IppTag.JobGroup, []);
        var good = new IppGroup(IppTag.JobGroup, [.. job.Attributes.Except(Unsupported(job, printer))]);
        return new PrintTicket(
            request.OperationAttributes.Text("document-format"), good.Integer("copies"), good.Text("sides"),
            good.Text("media") ?? MediaNames.Of(good.Find("media-col")?.Values.OfType<IppCollection>().FirstOrDefault()),
            good.Text("print-color-mode"), good.Integer("print-quality"),
            IppPacked.Pack([.. good.Attributes.Where(attribute => PassedOn.Contains(attribute.Name))]));
    }

    /// <summary>Whether the user holds the job back.</summary>
    public static bool IsHeld(IppMessage request) => request.Group(IppTag.JobGroup)?.Text("job-hold-until") is not (null or NoHold);

    private static bool Fits(IppAttribute wanted, IppAttribute? supported) => (wanted.Name, supported) switch
    {
        ("media-col", not null) => wanted.Values is [IppCollection],
        ("overrides", _) => false,
        ("page-ranges", not null) => supported.Values is [IppBoolean { Value: true }],
        (_, null) => false,
        _ => wanted.Values.Count > 0 && wanted.Values.All(value => supported.Values.Any(able => Fits(value, able))),
    };

    private static bool Fits(IppValue wanted, IppValue able) => (wanted, able) switch
    {
        (IppInteger w, IppRange a) => w.Value >= a.Lower && w.Value <= a.Upper,
        (IppInteger w, IppInteger a) => w.Value == a.Value,
        (IppText w, IppText a) => w.Value == a.Value || w.Value.StartsWith("custom_", StringComparison.Ordinal),
        _ => wanted == able,
    };
}
