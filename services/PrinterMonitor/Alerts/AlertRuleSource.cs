using TicketFlow.Delivery.AlertRules;
using TicketFlow.EventStore;
using TicketFlow.PrinterMonitor.Alerts.Rules;

namespace TicketFlow.PrinterMonitor.Alerts;

/// <summary>The rules as they stand; read again only when their stream has grown. Used by one caller at a time.</summary>
internal sealed class AlertRuleSource(IDocumentStore store)
{
    private AlertRuleBook _book = AlertRuleBook.Empty;
    private long _version;

    /// <summary>The rules, and the version of their stream (0: there never was a rule).</summary>
    public async Task<(AlertRuleBook Book, long Version)> CurrentAsync(CancellationToken cancellation)
    {
        var events = store.LightweightSession().Events;
        var version = (await events.FetchStreamStateAsync(AlertRuleEventTypes.Stream, cancellation))?.Version ?? 0;
        if (version != _version)
        {
            _book = await events.AggregateStreamAsync<AlertRuleBook>(AlertRuleEventTypes.Stream, version, cancellation: cancellation)
                ?? AlertRuleBook.Empty;
            _version = version;
        }

        return (_book, _version);
    }
}
