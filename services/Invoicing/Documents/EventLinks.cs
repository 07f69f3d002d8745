using System.Globalization;
using System.Text;

namespace TicketFlow.Invoicing.Documents;

/// <summary>
/// The events behind a line, as text: ascending sequence numbers, runs as <c>first-last</c>, separated by commas. <c>7,9-12,40</c>.
/// </summary>
public static class EventLinks
{
    /// <summary>Writes the numbers; doubles are written once.</summary>
    public static string Of(IEnumerable<long> sequences)
    {
        var text = new StringBuilder();
        foreach (var (first, last) in Runs(sequences))
        {
            text.Append(text.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{first}");
            if (last > first)
            {
                text.Append(CultureInfo.InvariantCulture, $"-{last}");
            }
        }

        return text.ToString();
    }

    /// <summary>Reads what <see cref="Of"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    public static IEnumerable<long> Parse(string links)
    {
        foreach (var run in links.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var dash = run.IndexOf('-', StringComparison.Ordinal);
            var first = Number(dash < 0 ? run : run[..dash]);
            var last = dash < 0 ? first : Number(run[(dash + 1)..]);
            for (var sequence = first; sequence <= last; sequence++)
            {
                yield return sequence;
            }
        }
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static IEnumerable<(long First, long Last)> Runs(IEnumerable<long> sequences)
    {
        (long First, long Last)? run = null;
        foreach (var sequence in sequences.Order())
        {
            if (run is { } open && sequence <= open.Last + 1)
            {
                run = (open.First, Math.Max(open.Last, sequence));
                continue;
            }

            if (run is { } done)
            {
                yield return done;
            }

            run = (sequence, sequence);
        }

        if (run is { } rest)
        {
            yield return rest;
        }
    }
}
