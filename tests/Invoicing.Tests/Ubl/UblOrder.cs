using System.Xml.Linq;

namespace Invoicing.Tests.Ubl;

/// <summary>
/// The order and number of the elements that UBL 2.1's schemas demand (OASIS Standard, 4 November 2013), for every element that we write:
/// <c>order.txt</c> lists each aggregate's whole sequence; <c>?</c> at most one, <c>*</c> any number, <c>+</c> at least one, else exactly
/// one.
/// </summary>
internal static class UblOrder
{
    private static readonly IReadOnlyDictionary<string, (string Name, char Times)[]> Table = Read();

    public static IEnumerable<string> Offences(XElement element)
    {
        var name = element.Name.LocalName;
        if (!Table.TryGetValue(name, out var sequence))
        {
            return element.HasElements ? [$"{name}: not in the table"] : [];
        }

        return Own(element, name, sequence).Concat(element.Elements().SelectMany(Offences));
    }

    private static IEnumerable<string> Own(XElement element, string name, (string Name, char Times)[] sequence)
    {
        var at = 0;
        foreach (var child in element.Elements())
        {
            var place = Array.FindIndex(sequence, at, s => s.Name == child.Name.LocalName);
            if (place < 0)
            {
                yield return $"{name}: {child.Name.LocalName} does not belong here";
                continue;
            }

            at = place;
        }

        foreach (var (wanted, times) in sequence)
        {
            var count = element.Elements().Count(e => e.Name.LocalName == wanted);
            if (count switch { 0 => times is '+' or ' ', 1 => false, _ => times is '?' or ' ' })
            {
                yield return $"{name}: {count} × {wanted}";
            }
        }
    }

    private static Dictionary<string, (string, char)[]> Read()
    {
        using var stream = typeof(UblOrder).Assembly.GetManifestResourceStream("order.txt")!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd().Replace("\n  ", " ", StringComparison.Ordinal);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)).ToDictionary(
            parts => parts[0], parts => parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Entry).ToArray(),
                StringComparer.Ordinal);
    }

    private static (string, char) Entry(string entry)
    {
        var name = entry[(entry.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return name[^1] is '?' or '*' or '+' ? (name[..^1], name[^1]) : (name, ' ');
    }
}
