using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Reporting.Invoices;

/// <summary>Cuts an invoice's lines into events that stay below the store's limit for one event, and puts them together again.</summary>
internal static class FrozenLines
{
    /// <summary>Characters of lines in one event: a third of the limit, for a character may need three bytes.</summary>
    private const int MostPerEvent = 300_000;

    /// <summary>What a line's names, numbers and JSON take beside its texts.</summary>
    private const int PerLine = 400;

    public static IEnumerable<InvoiceEvent> Freeze(IReadOnlyList<InvoiceLine> lines)
    {
        var (chunk, size) = (new List<InvoiceLine>(), 0);
        foreach (var line in lines)
        {
            var links = Cut(line.Events).ToList();
            var weight = PerLine + line.Group.Length + line.Text.Length + line.Code.Length + line.Tariff.Length + links[0].Length;
            if (chunk.Count > 0 && (size + weight > MostPerEvent))
            {
                yield return new InvoiceLinesFrozen(chunk);
                (chunk, size) = ([], 0);
            }

            chunk.Add(line with { Events = links[0] });
            size += weight;
            if (links.Count == 1)
            {
                continue;
            }

            yield return new InvoiceLinesFrozen(chunk);
            (chunk, size) = ([], 0);
            foreach (var more in links.Skip(1))
            {
                yield return new InvoiceLinksFrozen(line.Position, more);
            }
        }

        if (chunk.Count > 0)
        {
            yield return new InvoiceLinesFrozen(chunk);
        }
    }

    public static IReadOnlyList<InvoiceLine> Extend(IReadOnlyList<InvoiceLine> lines, InvoiceLinksFrozen links) =>
        [.. lines.Select(l => l.Position == links.Position ? l with { Events = $"{l.Events},{links.Events}" } : l)];

    private static IEnumerable<string> Cut(string events)
    {
        while (events.Length > MostPerEvent / 2)
        {
            var comma = events.LastIndexOf(',', MostPerEvent / 2);
            yield return events[..comma];
            events = events[(comma + 1)..];
        }

        yield return events;
    }
}
