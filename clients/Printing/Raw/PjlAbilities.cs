using System.Globalization;
using TicketFlow.Ipp;

namespace TicketFlow.Printing.Raw;

/// <summary>
/// What a printer can by its own word in PJL (HP, PJL Technical Reference Manual, chapter 7: INFO ID, INFO VARIABLES), in IPP's words. Only
/// what <see cref="PjlSettings"/> can tell the printer counts.
/// </summary>
internal static class PjlAbilities
{
    private const string OneSided = "one-sided";
    private const string LongEdge = "two-sided-long-edge";
    private const string ShortEdge = "two-sided-short-edge";
    private const int MostCopies = 999;
    private const int LongestModel = 127;

    /// <param name="id">The lines behind <c>@PJL INFO ID</c>; none when that was not answered.</param>
    /// <param name="variables">The same of <c>@PJL INFO VARIABLES</c>.</param>
    public static IReadOnlyList<IppAttribute> Of(IReadOnlyList<string> id, IReadOnlyList<string> variables)
    {
        var told = PjlVariable.Read(variables);
        return [.. Model(id), .. told.Count == 0 ? [] : Settings(told)];
    }

    private static IEnumerable<IppAttribute> Settings(IReadOnlyDictionary<string, PjlVariable> told) =>
    [
        .. Sides(told), .. PlainDelivery.Colour(Modes(told)), .. PlainDelivery.Quality(), .. Copies(told), .. Papers(told),
    ];

    private static IEnumerable<IppAttribute> Model(IReadOnlyList<string> id)
    {
        var model = new string([.. (id.FirstOrDefault() ?? "").Trim('"', ' ').Where(c => c is >= ' ' and <= '~').Take(LongestModel)]);
        return model.Length > 0 ? [IppAttribute.Text("printer-make-and-model", model)] : [];
    }

    private static IEnumerable<IppAttribute> Sides(IReadOnlyDictionary<string, PjlVariable> told)
    {
        if (!told.TryGetValue("DUPLEX", out var duplex) || !duplex.Choices.Contains("ON", StringComparer.Ordinal))
        {
            return PlainDelivery.Sides([OneSided], OneSided);
        }

        var edge = told.GetValueOrDefault("BINDING")?.Value == "SHORTEDGE" ? ShortEdge : LongEdge;
        return PlainDelivery.Sides([OneSided, LongEdge, ShortEdge], duplex.Value == "ON" ? edge : OneSided);
    }

    private static string[] Modes(IReadOnlyDictionary<string, PjlVariable> told) =>
        told.TryGetValue("RENDERMODE", out var mode) && mode.Choices.Contains("COLOR", StringComparer.Ordinal)
            && mode.Choices.Contains("GRAYSCALE", StringComparer.Ordinal)
            ? ["color", "monochrome"]
            : [];

    private static IEnumerable<IppAttribute> Copies(IReadOnlyDictionary<string, PjlVariable> told) =>
        told.TryGetValue("COPIES", out var copies) && copies.Choices.Count == 2
            && int.TryParse(copies.Choices[1], NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0
            ? [IppAttribute.Range("copies-supported", 1, Math.Min(most, MostCopies))]
            : [];

    private static IEnumerable<IppAttribute> Papers(IReadOnlyDictionary<string, PjlVariable> told)
    {
        string[] names = told.TryGetValue("PAPER", out var paper) ? [.. PjlSettings.MediaOf(paper.Choices)] : [];
        return names.Length == 0 ? [] :
        [
            IppAttribute.Keyword("media-supported", names),
            IppAttribute.Keyword("media-default", PjlSettings.MediaOf([paper!.Value]).FirstOrDefault() ?? names[0]),
        ];
    }
}

/// <summary>One variable: <c>PAPER=A4 [3 ENUMERATED]</c> with its choices in the lines below, each after a tab.</summary>
/// <param name="Value">What it is set to.</param>
/// <param name="Choices">What it can be; of a range the lowest and the highest.</param>
internal sealed record PjlVariable(string Value, IReadOnlyList<string> Choices)
{
    public static IReadOnlyDictionary<string, PjlVariable> Read(IReadOnlyList<string> lines)
    {
        var found = new Dictionary<string, PjlVariable>(StringComparer.Ordinal);
        var choices = default(List<string>);
        foreach (var line in lines)
        {
            if (line.Split('=', 2) is [var name, var rest])
            {
                choices = [];
                found[name.Trim()] = new PjlVariable(rest.Split('[')[0].Trim().Trim('"'), choices);
            }
            else
            {
                choices?.Add(line.Trim().Trim('"'));
            }
        }

        return found;
    }
}
