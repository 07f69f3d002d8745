using TicketFlow.Ipp;

namespace TicketFlow.Printing;

/// <summary>
/// What holds of every printer that is given the bytes and nothing beside them (raw TCP, LPD): the document alone says its sides, its
/// colour and its quality, so there is nothing to choose. Copies there are: the sender makes them.
/// </summary>
internal static class PlainDelivery
{
    /// <summary>URF says it again, in its own words.</summary>
    private static readonly string[] TwoSided = ["DM1"];

    public static IReadOnlyList<IppAttribute> Abilities { get; } = [.. Sides(["one-sided"], "one-sided"), .. Colour([]), .. Quality()];

    public static IEnumerable<IppAttribute> Sides(string[] sides, string chosen) =>
    [
        IppAttribute.Keyword("sides-supported", sides), IppAttribute.Keyword("sides-default", chosen),
        IppAttribute.Keyword(
            "urf-supported",
            ["V1.4", "CP255", "W8", "SRGB24", "RS300-600", "IS1", "MT1", "OB10", "PQ4", "FN3", .. sides.Length > 1 ? TwoSided : []]),
    ];

    /// <param name="modes">Beside <c>auto</c>, which leaves it to the document.</param>
    public static IEnumerable<IppAttribute> Colour(string[] modes) =>
    [
        IppAttribute.Keyword("print-color-mode-supported", ["auto", .. modes]), IppAttribute.Keyword("print-color-mode-default", "auto"),
    ];

    public static IEnumerable<IppAttribute> Quality() =>
        [IppAttribute.Enum("print-quality-supported", 4), IppAttribute.Enum("print-quality-default", 4)];
}
