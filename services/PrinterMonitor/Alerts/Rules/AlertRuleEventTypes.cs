using TicketFlow.Delivery.AlertRules;
using TicketFlow.EventStore;

namespace TicketFlow.PrinterMonitor.Alerts.Rules;

/// <summary>The rules in the event store.</summary>
public static class AlertRuleEventTypes
{
    /// <inheritdoc cref="AlertRuleStream.Key"/>
    public const string Stream = AlertRuleStream.Key;

    /// <summary>PostgreSQL channel on which a change is made known.</summary>
    public const string Channel = "ticketflow_alerts";

    /// <summary>Registers events and aggregate.</summary>
    public static void Configure(StoreOptions options)
    {
        foreach (var (type, alias) in AlertRuleStream.Aliases)
        {
            options.Events.MapEventType(type, alias);
        }

        options.Events.Aggregate<AlertRuleBook>(AlertRuleStream.Aggregate, (book, e) => AlertRuleStream.Fold(book, e.Data));
    }
}
