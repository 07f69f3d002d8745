namespace TicketFlow.Delivery.AlertRules;

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

/// <summary>Where the rules stand in the log, which every service reads, and under which names.</summary>
public static class AlertRuleStream
{
    /// <summary>All rules are one stream: there are few, and they are read together.</summary>
    public const string Key = "alert-rules";

    /// <summary>Stored name of the aggregate, <see cref="AlertRuleBook"/>.</summary>
    public const string Aggregate = "alert_rules";

    /// <summary>Class to stored alias.</summary>
    public static IReadOnlyDictionary<Type, string> Aliases { get; } = new Dictionary<Type, string>
    {
        [typeof(AlertRuleSaved)] = "alert_rule_saved",
        [typeof(AlertRuleRemoved)] = "alert_rule_removed",
    };

    /// <summary>Folds one event of the stream; what is none of the rules' changes nothing.</summary>
    public static AlertRuleBook? Fold(AlertRuleBook? book, object data) =>
        data is AlertRuleEvent fact ? (book ?? AlertRuleBook.Empty).Evolve(fact) : book;
}
