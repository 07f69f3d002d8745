using TicketFlow.EventStore;

namespace TicketFlow.Reporting.Invoices.Settings;

/// <summary>The settings in force, and how they change: as a whole, the old ones stay in the log.</summary>
internal sealed class InvoiceSettingsBook(IDocumentStore store)
{
    /// <summary>Stream of the settings.</summary>
    public const string Stream = "invoice-settings";

    /// <summary>The settings in force, or null.</summary>
    public async Task<InvoiceSettings?> FindAsync(CancellationToken cancellation) =>
        (await store.LightweightSession().Events.FetchStreamAsync(Stream, cancellation: cancellation))
            .Select(e => e.Data).OfType<InvoiceSettingsSet>().LastOrDefault()?.Settings;

    /// <summary>The settings in force.</summary>
    /// <exception cref="InvoiceRefusedException"><c>invoice-no-settings</c>.</exception>
    public async Task<InvoiceSettings> GetAsync(CancellationToken cancellation) => await FindAsync(cancellation)
        ?? throw new InvoiceRefusedException(
            InvoiceErrors.NoSettings,
                "Nobody is named as the seller. Write the settings with 'ticketflow-ops invoice settings --set FILE'.");

    /// <summary>Sets them; the same again writes nothing.</summary>
    /// <returns>Whether something changed.</returns>
    public async Task<bool> SetAsync(InvoiceSettings settings, string actor, CancellationToken cancellation)
    {
        if (await FindAsync(cancellation) is { } now && InvoiceSettingsReader.Write(now) == InvoiceSettingsReader.Write(settings))
        {
            return false;
        }

        var session = store.LightweightSession();
        session.SetHeader("actor", actor);
        session.Events.Append(Stream, new InvoiceSettingsSet(settings));
        await session.SaveChangesAsync(cancellation);
        return true;
    }
}
