using TicketFlow.EventStore;

namespace TicketFlow.PrinterMonitor.Alerts.Rules;

/// <summary>A change of the alert rules. Stored.</summary>
public abstract record AlertRuleEvent
{
    private protected AlertRuleEvent()
    {
    }
}

/// <summary>The rule is new, or replaces the one of its name.</summary>
public sealed record AlertRuleSaved(AlertRule Rule) : AlertRuleEvent;

/// <summary>The rule is gone.</summary>
public sealed record AlertRuleRemoved(string Name) : AlertRuleEvent;

/// <summary>Stored names of the events, and their stream.</summary>
public static class AlertRuleEventTypes
{
    /// <summary>All rules are one stream: there are few, and they are read together.</summary>
    public const string Stream = "alert-rules";

    /// <summary>PostgreSQL channel on which a change is made known.</summary>
    public const string Channel = "ticketflow_alerts";

    /// <summary>Registers events and aggregate.</summary>
    public static void Configure(StoreOptions options)
    {
        options.Events.MapEventType<AlertRuleSaved>("alert_rule_saved").MapEventType<AlertRuleRemoved>("alert_rule_removed")
            .Aggregate<AlertRuleBook>(
                "alert_rules", (state, e) => e.Data is AlertRuleEvent fact ? (state ?? AlertRuleBook.Empty).Evolve(fact) : state);
    }
}
