using System.Text.Json;
using Reporting.Tests.Support;
using TicketFlow.EventStore;
using TicketFlow.Pricing;
using TicketFlow.Reporting.Invoices;
using TicketFlow.Reporting.Invoices.Settings;

namespace Reporting.Tests.Invoices;

/// <summary>A month of jobs with a tariff, projected, and settings for invoices.</summary>
public sealed class InvoicedMonth : IAsyncLifetime
{
    public const int Seed = 20260342;

    internal static readonly BillingMonth March = new(2026, 3);

    public LogFixture Log { get; } = new();

    /// <summary>As the reporting service, after the month.</summary>
    public DocumentStore Store { get; private set; } = null!;

    internal InvoiceArchive Archive => new(Store, Store.DataSource);

    internal InvoiceVerification Verification => new(Store, Store.DataSource);

    public async Task InitializeAsync()
    {
        await Log.InitializeAsync();
        Store = Log.OpenReporting();
        var session = Store.LightweightSession();
        session.Events.Append(TariffEventTypes.StreamKey("standard"), new TariffVersionSet("standard", 1, JsonDocument.Parse("""
            { "name": "standard", "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "EUR", "rules": [
              { "code": "job", "text": "Job", "per": "job", "price": 0.05 }, { "code": "page", "text": "Page", "per": "page", "price": 0.035 }] }
            """).RootElement.Clone()));
        await session.SaveChangesAsync();
        await BulkLog.WriteAsync(Log.Database.ConnectionString, new RandomMonth(Seed).Events(2_000));
        await Log.ProjectAsync();
        await new InvoiceSettingsBook(Store).SetAsync(InvoiceSettingsReader.Read("""
            { "seller": { "name": "IT" }, "tax": { "category": "S", "percent": 19 }, "timeZone": "UTC", "dueDays": 14 }
            """), "tests", default);
    }

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await Log.DisposeAsync();
    }

    internal static InvoiceDesk Desk(DocumentStore store, DateTimeOffset? now = null) => new(
        store, store.DataSource, new FixedClock(now ?? new DateTimeOffset(2026, 4, 3, 8, 0, 0, TimeSpan.Zero)), "tests");
}
