using System.Collections.Immutable;

namespace TicketFlow.TicketServer.Access;

/// <summary>The policy on one subject, folded from its stream.</summary>
public sealed record PolicyState(ImmutableDictionary<string, string> Entries)
{
    public static PolicyState Empty { get; } = new(ImmutableDictionary<string, string>.Empty);

    /// <summary>Folds one fact.</summary>
    public PolicyState Evolve(AccessEvent fact)
    {
        var entry = PolicyEntry.Of(fact);
        return new PolicyState(entry.Value is null ? Entries.Remove(entry.Name) : Entries.SetItem(entry.Name, entry.Value));
    }

    /// <summary>The facts that change something, in order; what holds already is not said again.</summary>
    public IReadOnlyList<AccessEvent> Decide(IEnumerable<AccessEvent> wanted)
    {
        var state = this;
        var news = new List<AccessEvent>();
        foreach (var fact in wanted)
        {
            var entry = PolicyEntry.Of(fact);
            if (state.Entries.GetValueOrDefault(entry.Name) != entry.Value)
            {
                news.Add(fact);
                state = state.Evolve(fact);
            }
        }

        return news;
    }

    /// <summary>The facts that lead from here to <paramref name="other"/>.</summary>
    public IReadOnlyList<AccessEvent> FactsTowards(PolicyState other, string subject) =>
    [
        .. Entries.Keys.Union(other.Entries.Keys)
            .Order(StringComparer.Ordinal)
            .Where(name => Entries.GetValueOrDefault(name) != other.Entries.GetValueOrDefault(name))
            .Select(name => new PolicyEntry(subject, name, other.Entries.GetValueOrDefault(name)).ToFact()),
    ];
}
