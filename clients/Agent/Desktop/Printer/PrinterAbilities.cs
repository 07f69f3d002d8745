using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>
/// What a printer can: its own word where it has told it, and sensible guesses for the rest. The guesses claim what nearly every office
/// printer does, so that no application is kept from asking; what a printer cannot, it leaves out.
/// </summary>
internal static class PrinterAbilities
{
    private const string OctetStream = "application/octet-stream";
    private const string Everywhere = "ipp-everywhere";
    private const string Features = "ipp-features-supported";
    private static readonly string[] Formats =
        [OctetStream, "application/pdf", "application/postscript", "image/jpeg", "image/pwg-raster", "image/urf"];

    /// <summary>Attributes believed from the real printer; they mean the same here as there.</summary>
    private static readonly HashSet<string> Believed = new(StringComparer.Ordinal)
    {
        "color-supported", "copies-default", "copies-supported", "document-format-supported", "finishings-default", "finishings-supported",
        "job-sheets-default", "job-sheets-supported", "multiple-document-handling-default", "multiple-document-handling-supported",
        "number-up-default", "number-up-supported", "orientation-requested-default", "orientation-requested-supported",
        "page-ranges-supported", "print-content-optimize-default", "print-content-optimize-supported", "print-rendering-intent-default",
        "print-rendering-intent-supported", "print-scaling-default", "print-scaling-supported",
        "jpeg-k-octets-supported", "jpeg-x-dimension-supported", "jpeg-y-dimension-supported", "media-bottom-margin-supported",
        "media-col-database", "media-col-default", "media-col-ready", "media-col-supported", "media-default", "media-left-margin-supported",
        "media-ready", "media-right-margin-supported", "media-size-supported", "media-source-supported", "media-supported",
        "media-top-margin-supported", "media-type-supported", "output-bin-default", "output-bin-supported", "pages-per-minute",
        "pages-per-minute-color", "pdf-k-octets-supported", "pdf-versions-supported", "print-color-mode-default",
        "print-color-mode-supported",
        "print-quality-default", "print-quality-supported", "printer-device-id", "printer-make-and-model", "printer-resolution-default",
        "printer-resolution-supported", "printer-supply", "printer-supply-description", "pwg-raster-document-resolution-supported",
        "pwg-raster-document-sheet-back", "pwg-raster-document-type-supported", "sides-default", "sides-supported", "urf-supported",
    };

    public static IReadOnlyList<IppAttribute> Guessed { get; } =
    [
        IppAttribute.Keyword(Features, "none"), .. Documents(), .. Output(), .. MediaAbilities.Of(MediaNames.Usual),
    ];

    /// <summary>The guesses, with what the printer has told in their place.</summary>
    public static IReadOnlyList<IppAttribute> From(IppGroup told)
    {
        var own = told.Attributes.Where(attribute => Believed.Contains(attribute.Name) && attribute.Values.Count > 0)
            .Select(attribute => attribute.Name == "document-format-supported" ? Opened(attribute) : attribute)
            .DistinctBy(attribute => attribute.Name)
            .ToDictionary(attribute => attribute.Name);
        foreach (var paper in Papers(own))
        {
            own[paper.Name] = paper;
        }

        if (IsEverywhere(told))
        {
            own[Features] = IppAttribute.Keyword(Features, Everywhere);
        }

        var monochrome = told.Boolean("color-supported") is false;
        return
        [
            .. own.Values,
            .. Guessed.Where(guess => !own.ContainsKey(guess.Name) && !(monochrome && guess.Name == "pages-per-minute-color")),
        ];
    }

    /// <summary>
    /// The name of IPP Everywhere where it is deserved: a printer that has told nothing yet has not earned it, nor has one that takes PDF
    /// and cannot print a part of it (PWG 5100.14, section 5.3).
    /// </summary>
    public static IReadOnlyList<IppAttribute> Earned(IReadOnlyList<IppAttribute> abilities) =>
        abilities.Any(able => able is { Name: "page-ranges-supported", Values: [IppBoolean { Value: true }] })
            ? abilities
            : [.. abilities.Where(able => able.Name != Features), IppAttribute.Keyword(Features, "none")];

    /// <summary>A printer that has named its papers and nothing more of them: the rest follows from their sizes.</summary>
    private static IEnumerable<IppAttribute> Papers(Dictionary<string, IppAttribute> own)
    {
        if (!own.TryGetValue("media-supported", out var names)
            || own.Keys.Any(name => name is "media-col-database" or "media-size-supported"))
        {
            return [];
        }

        var first = own.GetValueOrDefault("media-default")?.Strings().FirstOrDefault();
        var sizes = MediaNames.Usual.Where(size => names.Strings().Contains(size.Name)).OrderBy(size => size.Name != first).ToList();
        return sizes.Count > 0 ? MediaAbilities.Of(sizes).Where(able => !own.ContainsKey(able.Name)) : [];
    }

    private static bool IsEverywhere(IppGroup told) =>
        told.Find("document-format-supported")?.Strings().ToList() is { } formats
        && formats.Contains("image/pwg-raster") && formats.Contains("image/jpeg")
        && told.Find("pwg-raster-document-type-supported") is not null
        && told.Find("pwg-raster-document-resolution-supported") is not null;

    /// <summary>What a program made itself for the printer goes through untouched, so that is always taken.</summary>
    private static IppAttribute Opened(IppAttribute formats) =>
        IppAttribute.Mime("document-format-supported", [.. formats.Strings().Prepend(OctetStream).Distinct()]);

    private static IEnumerable<IppAttribute> Documents() =>
    [
        IppAttribute.Mime("document-format-supported", Formats),
        IppAttribute.Mime("document-format-default", OctetStream),
        IppAttribute.Keyword("pdf-versions-supported", "iso-32000-1_2008"),
        IppAttribute.Resolution("pwg-raster-document-resolution-supported", 300, 600),
        IppAttribute.Keyword("pwg-raster-document-type-supported", "black_1", "sgray_8", "srgb_8"),
        IppAttribute.Keyword("pwg-raster-document-sheet-back", "normal"),
        IppAttribute.Keyword(
            "urf-supported", "V1.4", "CP255", "W8", "SRGB24", "RS300-600", "DM1", "IS1", "MT1", "OB10", "PQ3-4-5", "FN3"),
        IppAttribute.Text("printer-make-and-model", "TicketFlow Printer"),
        IppAttribute.Text("printer-device-id", "MFG:TicketFlow;MDL:Printer;CMD:PDF,PS,JPEG,PWGRaster,URF;"),
        IppAttribute.Integer("pages-per-minute", 30),
        IppAttribute.Integer("pages-per-minute-color", 30),
        IppAttribute.Boolean("color-supported", true),
        new IppAttribute("printer-supply", new IppBytes(
            IppTag.OctetString, "index=1;class=supplyThatIsConsumed;type=toner;unit=percent;maxcapacity=100;level=-2;"u8.ToArray())),
        IppAttribute.Text("printer-supply-description", "Not known"),
    ];

    private static IEnumerable<IppAttribute> Output() =>
    [
        IppAttribute.Integer("copies-default", 1),
        IppAttribute.Range("copies-supported", 1, 999),
        IppAttribute.Enum("finishings-default", 3),
        IppAttribute.Enum("finishings-supported", 3),
        IppAttribute.Keyword("job-hold-until-default", "no-hold"),
        IppAttribute.Keyword("job-hold-until-supported", "no-hold", "indefinite"),
        IppAttribute.Keyword("job-sheets-default", "none"),
        IppAttribute.Keyword("job-sheets-supported", "none"),
        IppAttribute.Keyword("multiple-document-handling-default", "separate-documents-collated-copies"),
        IppAttribute.Keyword(
            "multiple-document-handling-supported", "separate-documents-uncollated-copies", "separate-documents-collated-copies"),
        IppAttribute.Enum("orientation-requested-default", 3),
        IppAttribute.Enum("orientation-requested-supported", 3, 4, 5, 6),
        IppAttribute.Keyword("output-bin-default", "face-down"),
        IppAttribute.Keyword("output-bin-supported", "face-down"),
        IppAttribute.Keyword("overrides-supported", "document-number", "document-numbers", "pages"),
        IppAttribute.Boolean("page-ranges-supported", false),
        IppAttribute.Keyword("print-color-mode-default", "auto"),
        IppAttribute.Keyword("print-color-mode-supported", "auto", "color", "monochrome"),
        IppAttribute.Keyword("print-content-optimize-default", "auto"),
        IppAttribute.Keyword("print-content-optimize-supported", "auto"),
        IppAttribute.Keyword("print-rendering-intent-default", "auto"),
        IppAttribute.Keyword("print-rendering-intent-supported", "auto"),
        IppAttribute.Keyword("print-scaling-default", "auto"),
        IppAttribute.Keyword("print-scaling-supported", "auto"),
        IppAttribute.Enum("print-quality-default", 4),
        IppAttribute.Enum("print-quality-supported", 3, 4, 5),
        IppAttribute.Resolution("printer-resolution-default", 600),
        IppAttribute.Resolution("printer-resolution-supported", 300, 600),
        IppAttribute.Keyword("sides-default", "one-sided"),
        IppAttribute.Keyword("sides-supported", "one-sided", "two-sided-long-edge", "two-sided-short-edge"),
    ];
}
