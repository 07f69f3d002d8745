using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>The attributes about paper (PWG 5100.3, 5100.7) for a list of sizes.</summary>
internal static class MediaAbilities
{
    /// <summary>1/6 inch: what nearly every laser printer leaves free, in hundredths of millimetres.</summary>
    private const int Margin = 423;

    private static readonly (int Lower, int Upper) CustomWidth = (7620, 29700);
    private static readonly (int Lower, int Upper) CustomLength = (12700, 43180);

    public static IEnumerable<IppAttribute> Of(IReadOnlyList<MediaSize> sizes)
    {
        string[] names = [.. sizes.Select(size => size.Name)];
        return
        [
            IppAttribute.Keyword("media-default", sizes[0].Name),
            IppAttribute.Keyword("media-ready", sizes[0].Name),
            IppAttribute.Keyword("media-supported", [.. names, "custom_min_76.2x127mm", "custom_max_297x431.8mm"]),
            IppAttribute.Keyword(
                "media-col-supported", "media-bottom-margin", "media-left-margin", "media-right-margin", "media-size", "media-size-name",
                "media-source", "media-top-margin", "media-type"),
            IppAttribute.Collection("media-col-default", Column(sizes[0])),
            IppAttribute.Collection("media-col-ready", Column(sizes[0])),
            IppAttribute.Collection("media-col-database", [.. sizes.Select(Column)]),
            IppAttribute.Collection("media-size-supported", [.. sizes.Select(Dimensions), CustomRange()]),
            IppAttribute.Integer("media-bottom-margin-supported", Margin),
            IppAttribute.Integer("media-left-margin-supported", Margin),
            IppAttribute.Integer("media-right-margin-supported", Margin),
            IppAttribute.Integer("media-top-margin-supported", Margin),
            IppAttribute.Keyword("media-source-supported", "auto"),
            IppAttribute.Keyword("media-type-supported", "auto", "stationery"),
        ];
    }

    private static IppCollection Column(MediaSize size) => new(
        [
            IppAttribute.Keyword("media-size-name", size.Name),
            IppAttribute.Collection("media-size", Dimensions(size)),
            IppAttribute.Integer("media-bottom-margin", Margin),
            IppAttribute.Integer("media-left-margin", Margin),
            IppAttribute.Integer("media-right-margin", Margin),
            IppAttribute.Integer("media-top-margin", Margin),
            IppAttribute.Keyword("media-source", "auto"),
            IppAttribute.Keyword("media-type", "stationery"),
        ]);

    private static IppCollection Dimensions(MediaSize size) =>
        new([IppAttribute.Integer("x-dimension", size.Width), IppAttribute.Integer("y-dimension", size.Length)]);

    private static IppCollection CustomRange() => new(
        [
            IppAttribute.Range("x-dimension", CustomWidth.Lower, CustomWidth.Upper),
            IppAttribute.Range("y-dimension", CustomLength.Lower, CustomLength.Upper),
        ]);
}
