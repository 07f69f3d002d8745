using System.Text.Json;
using TicketFlow.EventStore;
using TicketFlow.Pricing;

namespace TicketFlow.Benchmarks.Statistics;

/// <summary>A tariff as offices have it, in force before the month: by the page, dearer in colour, cheaper on both sides.</summary>
internal static class BenchTariff
{
    private const string Document = """
        { "name": "standard", "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "EUR",
          "rules": [
            { "code": "page", "text": "Page", "per": "page", "price": 0.05, "when": { "colour": false } },
            { "code": "colour-page", "text": "Colour page", "per": "page", "price": 0.20, "when": { "colour": true } },
            { "code": "job", "text": "Job", "per": "job", "price": 0.01 }],
          "discounts": [{ "code": "duplex", "text": "Both sides", "percent": 10, "when": { "duplex": true } }] }
        """;

    public static async Task SetAsync(DocumentStore store)
    {
        using var document = JsonDocument.Parse(Document);
        var session = store.LightweightSession();
        session.Events.Append(TariffEventTypes.StreamKey("standard"), new TariffVersionSet("standard", 1, document.RootElement.Clone()));
        await session.SaveChangesAsync();
    }
}
