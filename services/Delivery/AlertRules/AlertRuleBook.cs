using System.Collections.Immutable;

namespace TicketFlow.Delivery.AlertRules;

/// <summary>All rules, folded from their stream.</summary>
public sealed record AlertRuleBook(ImmutableSortedDictionary<string, AlertRule> Rules)
{
    public static AlertRuleBook Empty { get; } = new(ImmutableSortedDictionary.Create<string, AlertRule>(StringComparer.Ordinal));

    public AlertRule? Find(string name) => Rules.GetValueOrDefault(name);

    /// <summary>The rules about this trouble, in the order of their names.</summary>
    public IEnumerable<AlertRule> Covering(string printer, string site, string cause) =>
        Rules.Values.Where(rule => rule.Covers(printer, site, cause));

    /// <summary>Folds one event.</summary>
    public AlertRuleBook Evolve(AlertRuleEvent fact) => fact switch
    {
        AlertRuleSaved e => new AlertRuleBook(Rules.SetItem(e.Rule.Name, e.Rule)),
        AlertRuleRemoved e => new AlertRuleBook(Rules.Remove(e.Name)),
        _ => this,
    };
}
