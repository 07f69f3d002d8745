using System.Collections.Immutable;

namespace TicketFlow.Pricing;

/// <summary>
/// All tariffs as the log has them up to some event, immutable. Which version is in force follows from what was recorded until then and
/// the moment asked for; so a version that is recorded later never changes what was charged before.
/// </summary>
public sealed class TariffBook
{
    private readonly ImmutableSortedDictionary<string, ImmutableList<Tariff>> _versions;

    private TariffBook(ImmutableSortedDictionary<string, ImmutableList<Tariff>> versions) => _versions = versions;

    /// <summary>No tariffs.</summary>
    public static TariffBook Empty { get; } =
        new(ImmutableSortedDictionary.Create<string, ImmutableList<Tariff>>(StringComparer.Ordinal));

    /// <summary>Whether nothing can be priced.</summary>
    public bool IsEmpty => _versions.IsEmpty;

    /// <summary>All versions that are not withdrawn, by name and version.</summary>
    public IEnumerable<Tariff> All => _versions.Values.SelectMany(versions => versions.OrderBy(tariff => tariff.Version));

    /// <summary>The book after one more fact.</summary>
    /// <exception cref="InvalidDataException">The log holds a tariff that cannot be read.</exception>
    public TariffBook With(TariffEvent fact) => fact switch
    {
        TariffVersionSet set => With(TariffReader.Read(set.Document, set.Version) is { Tariff: { } tariff }
            ? tariff
            : throw new InvalidDataException($"Version {set.Version} of the tariff {set.Name} in the log cannot be read.")),
        TariffVersionWithdrawn gone when _versions.TryGetValue(gone.Name, out var versions) =>
            Keep(gone.Name, versions.RemoveAll(tariff => tariff.Version == gone.Version)),
        _ => this,
    };

    /// <summary>The book with one more version.</summary>
    public TariffBook With(Tariff tariff) => Keep(
        tariff.Name,
        (_versions.GetValueOrDefault(tariff.Name) ?? []).RemoveAll(known => known.Version == tariff.Version).Add(tariff));

    /// <summary>
    /// The tariff that charges a job: one made for such jobs before the general one, then the first by name; of its versions the one
    /// that became effective last, then the one recorded last. Null: nothing is charged.
    /// </summary>
    public Tariff? InForce(PricedJob job)
    {
        Tariff? general = null;
        foreach (var name in _versions.Keys)
        {
            if (InForce(name, job.At) is not { Trial: false } tariff)
            {
                continue;
            }

            if (tariff.For is null)
            {
                general ??= tariff;
            }
            else if (tariff.For.Holds(job, tariff.TimeZone))
            {
                return tariff;
            }
        }

        return general;
    }

    /// <summary>The version of a tariff that is effective at a moment; null when none is.</summary>
    public Tariff? InForce(string name, DateTimeOffset at) => (_versions.GetValueOrDefault(name) ?? [])
        .Where(tariff => tariff.EffectiveFrom <= at)
        .OrderBy(tariff => tariff.EffectiveFrom).ThenBy(tariff => tariff.Version)
        .LastOrDefault();

    private TariffBook Keep(string name, ImmutableList<Tariff> versions) =>
        new(versions.IsEmpty ? _versions.Remove(name) : _versions.SetItem(name, versions));
}
