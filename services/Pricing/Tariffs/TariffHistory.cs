using System.Collections.Immutable;
using System.Text.Json;

namespace TicketFlow.Pricing;

/// <summary>A tariff with all its versions, folded from its stream.</summary>
public sealed record TariffHistory(string Name, ImmutableList<TariffVersionSet> Versions, ImmutableDictionary<int, string?> Withdrawn)
{
    /// <summary>Folds one event.</summary>
    public static TariffHistory? Evolve(TariffHistory? history, TariffEvent fact) => fact switch
    {
        TariffVersionSet set => (history ?? new TariffHistory(set.Name, [], ImmutableDictionary<int, string?>.Empty)) is var known
            ? known with { Versions = known.Versions.Add(set) }
            : null,
        TariffVersionWithdrawn gone when history is not null =>
            history with { Withdrawn = history.Withdrawn.SetItem(gone.Version, gone.Reason) },
        _ => history,
    };

    /// <summary>The number of the next version.</summary>
    public int NextVersion => Versions.Count == 0 ? 1 : Versions[^1].Version + 1;

    /// <summary>Whether the newest version says the same and is not withdrawn.</summary>
    public bool Says(JsonElement document) =>
        Versions is [.., var last] && !Withdrawn.ContainsKey(last.Version) && JsonElement.DeepEquals(last.Document, document);
}
