using TicketFlow.Ipp;

namespace Ipp.Tests;

internal static class Samples
{
    /// <summary>Every kind of value, alone, as a set and in collections.</summary>
    public static IppMessage Everything { get; } = new(
        IppMessage.Version20, (ushort)IppOperation.PrintJob, 0x01020304,
        [
            new IppGroup(IppTag.OperationGroup,
            [
                IppAttribute.Charset("attributes-charset", "utf-8"),
                IppAttribute.Language("attributes-natural-language", "en"),
                IppAttribute.Uri("printer-uri", "ipp://localhost/ipp/print"),
                IppAttribute.NameOf("job-name", "Grüße 漢字"),
                new IppAttribute("with-language", new IppText(IppTag.NameWithLanguage, "Bonjour", "fr-ca")),
                new IppAttribute("text-with-language", new IppText(IppTag.TextWithLanguage, "Guten Tag", "de")),
            ]),
            new IppGroup(IppTag.JobGroup,
            [
                IppAttribute.Integer("copies", int.MinValue, -1, 0, int.MaxValue),
                IppAttribute.Enum("print-quality", 4),
                IppAttribute.Boolean("fit", true),
                IppAttribute.Keyword("sides", "one-sided", "two-sided-long-edge"),
                IppAttribute.Text("words", ""),
                IppAttribute.Mime("document-format", "application/pdf"),
                new IppAttribute("schemes", new IppText(IppTag.UriScheme, "ipps")),
                IppAttribute.Range("copies-supported", 1, 9999),
                IppAttribute.Resolution("resolution", 300, 600),
                new IppAttribute("metric", new IppResolution(118, 236, 4)),
                new IppAttribute("when", new IppDateTime(new DateTimeOffset(2026, 11, 21, 8, 30, 5, 400, TimeSpan.FromMinutes(-210)))),
                IppAttribute.NoValue("nothing"),
                new IppAttribute("mixed", new IppText(IppTag.Keyword, "auto"), new IppText(IppTag.NameWithoutLanguage, "Tray")),
                new IppAttribute("raw", new IppBytes(IppTag.OctetString, new byte[] { 0, 255, 3 })),
                new IppAttribute("future", new IppBytes(IppTag.Extension, new byte[] { 0x40, 0, 0, 1, 9 })),
                IppAttribute.Collection("media-col", MediaCol(21000, 29700), MediaCol(21590, 27940)),
                new IppAttribute("empty", new IppCollection([])),
            ]),
            new IppGroup(IppTag.JobGroup, []),
        ]);

    private static IppCollection MediaCol(int x, int y) => new(
        [
            new IppAttribute(
                "media-size", new IppCollection([IppAttribute.Integer("x-dimension", x), IppAttribute.Integer("y-dimension", y)])),
            IppAttribute.Keyword("media-source", "auto", "tray-1"),
        ]);
}
