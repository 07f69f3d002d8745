using System.Globalization;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Invoicing.Composing;

/// <summary>What differs between an issued invoice's lines and the same lines computed again.</summary>
public static class InvoiceComparison
{
    /// <summary>A sentence for each difference; none when they are equal.</summary>
    /// <param name="issued">As frozen.</param>
    /// <param name="again">As the charges say today.</param>
    public static IEnumerable<string> Differences(InvoiceDocument issued, InvoiceDocument again)
    {
        var rest = again.Lines.ToDictionary(Key);
        foreach (var line in issued.Lines)
        {
            if (!rest.Remove(Key(line), out var other))
            {
                yield return Say($"line {line.Position} ({Name(line)}, {line.Amount}) does not come out of the charges any more");
                continue;
            }

            foreach (var difference in Differences(line, other))
            {
                yield return Say($"line {line.Position} ({Name(line)}): {difference}");
            }
        }

        foreach (var line in rest.Values)
        {
            yield return Say($"the charges give a further line: {Name(line)}, {line.Amount}, events {Short(line.Events)}");
        }

        if (issued.Net != again.Net)
        {
            yield return Say($"net amount issued {issued.Net}, computed again {again.Net}");
        }
    }

    private static IEnumerable<string> Differences(InvoiceLine issued, InvoiceLine again)
    {
        if (issued.Quantity != again.Quantity)
        {
            yield return Say($"quantity issued {issued.Quantity}, computed again {again.Quantity}");
        }

        if (issued.Amount != again.Amount)
        {
            yield return Say($"amount issued {issued.Amount}, computed again {again.Amount}");
        }

        if (issued.Events == again.Events)
        {
            yield break;
        }

        var (before, now) = (EventLinks.Parse(issued.Events).ToHashSet(), EventLinks.Parse(again.Events).ToHashSet());
        if (before.Except(now).ToList() is { Count: > 0 } gone)
        {
            yield return Say($"no longer charged: events {Short(EventLinks.Of(gone))}");
        }

        if (now.Except(before).ToList() is { Count: > 0 } added)
        {
            yield return Say($"charged since: events {Short(EventLinks.Of(added))}");
        }
    }

    // A minimum's price is its sum, and so no part of what it is.
    private static (string, string, string, string, decimal, string, int, string?) Key(InvoiceLine line) => (
        line.Group, line.Code, line.Text, line.Unit, LineSum.IsLump(line.Code) ? 0 : line.UnitPrice, line.Tariff,
        line.TariffVersion, line.Grade);

    private static string Name(InvoiceLine line) => $"{line.Group}, {line.Text}";

    private static string Short(string events) => events.Length <= 120 ? events : events[..events.LastIndexOf(',', 117)] + ",…";

    private static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
