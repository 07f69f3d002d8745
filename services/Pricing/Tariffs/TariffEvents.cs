using System.Text.Json;

namespace TicketFlow.Pricing;

// The facts of a tariff; the stream is tariff-NAME. Storage format: add optional members only. Names are mapped in TariffEventTypes.

/// <summary>A fact of a tariff.</summary>
public abstract record TariffEvent
{
    private protected TariffEvent()
    {
    }
}

/// <summary>A version of a tariff was recorded. It never changes; the next one gets the next number.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Document">The file, as <see cref="TariffReader"/> accepted it.</param>
public sealed record TariffVersionSet(string Name, int Version, JsonElement Document) : TariffEvent;

/// <summary>A version is in force no longer, for whatever is recorded from now on; what was charged stays.</summary>
public sealed record TariffVersionWithdrawn(string Name, int Version, string? Reason) : TariffEvent;

/// <summary>Stored names of the tariff's events, and the key of its stream. Renaming a class must never rename history.</summary>
public static class TariffEventTypes
{
    /// <summary>Class to stored alias.</summary>
    public static IReadOnlyDictionary<Type, string> Aliases { get; } = new Dictionary<Type, string>
    {
        [typeof(TariffVersionSet)] = "tariff_version_set",
        [typeof(TariffVersionWithdrawn)] = "tariff_version_withdrawn",
    };

    /// <summary>The beginning of each tariff's stream.</summary>
    public const string StreamPrefix = "tariff-";

    /// <summary>The key of the tariff's stream.</summary>
    public static string StreamKey(string name) => StreamPrefix + name;
}
