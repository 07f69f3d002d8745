using TicketFlow.Contracts.Health;
using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.Changes;

/// <summary>From a reading to what the world is told, and whether that is news. Pure.</summary>
internal static class HealthFacts
{
    private const int MostText = 200;
    private const int MostName = 80;

    /// <summary>A device with more parts than this is lying, or nobody reads them all.</summary>
    private const int MostParts = 40;

    private static readonly TimeSpan ClockTurnedBack = TimeSpan.FromMinutes(1);

    /// <summary>The change that this reading makes of what is known, or null when it is no news.</summary>
    public static ResourceHealthChanged? ChangeOf(KnownHealth known, Observation observation)
    {
        // An older reading than the one that is known: another monitor was faster. Much older: somebody turned back the clock.
        if (known.ReadAt > observation.At && known.ReadAt - observation.At < ClockTurnedBack)
        {
            return null;
        }

        var next = Describe(known, observation);
        return known.Body is { } body && IsSame(body, next) ? null : next;
    }

    /// <summary>Whether the two tell the same: field by field, for records compare lists by reference.</summary>
    public static bool IsSame(ResourceHealthChanged before, ResourceHealthChanged after) =>
        before.Status == after.Status && before.Stale == after.Stale && before.Causes.SequenceEqual(after.Causes)
        && Parts(before.Supplies, s => (s.Kind, s.Colour, s.Name, s.Step))
            .SequenceEqual(Parts(after.Supplies, s => (s.Kind, s.Colour, s.Name, s.Step)))
        && Parts(before.Trays, t => (t.Name, t.Step)).SequenceEqual(Parts(after.Trays, t => (t.Name, t.Step)));

    private static IEnumerable<TKey> Parts<T, TKey>(IReadOnlyList<T>? parts, Func<T, TKey> key) => (parts ?? []).Select(key);

    private static ResourceHealthChanged Describe(KnownHealth known, Observation observation)
    {
        var (health, version, name) = (observation.Health, known.Version + 1, observation.Target.Resource);
        return new ResourceHealthChanged(
            ResourceHealthChanged.IdOf(name, version), name, version, observation.At, StatusOf(health.Status),
            known.Body?.Status ?? HealthStatuses.Unknown,
            [.. health.Causes.Select(StateReasons.KeywordOf).Distinct(StringComparer.Ordinal)],
            observation.Source, ActivityOf(health.Activity), Supplies(health, known.Body), Trays(health, known.Body),
            Text(health.DisplayText, MostText), health.IsStale ? 1 : null);
    }

    public static string StatusOf(HealthStatus status) => status switch
    {
        HealthStatus.Ready or HealthStatus.Printing => HealthStatuses.Ready,
        HealthStatus.Warning => HealthStatuses.Warning,
        HealthStatus.Offline => HealthStatuses.Stopped,
        _ => HealthStatuses.Unknown,
    };

    private static string? ActivityOf(PrinterActivity activity) => activity switch
    {
        PrinterActivity.Idle => HealthActivities.Idle,
        PrinterActivity.Printing => HealthActivities.Printing,
        PrinterActivity.WarmingUp => HealthActivities.WarmingUp,
        PrinterActivity.Sleeping => HealthActivities.Sleeping,
        _ => null,
    };

    private static List<SupplyState>? Supplies(PrinterHealth health, ResourceHealthChanged? before)
    {
        var supplies = health.Supplies.Where(supply => !supply.IsRepetition).Take(MostParts).Select(supply =>
        {
            var (kind, name) = (LevelRules.KindOf(supply), Text(supply.Name, MostName));
            var colour = Text(supply.Colour, MostName)?.ToLowerInvariant();
            var was = before?.Supplies?.FirstOrDefault(s => s.Kind == kind && s.Colour == colour && s.Name == name)?.Step;
            // Makers disagree whether a receptacle's number is what is in it or what still fits (RFC 3805): it is no percentage to tell.
            return supply.IsReceptacle
                ? new SupplyState(kind, colour, supply.Kind == LevelKind.Unknown ? LevelSteps.Unknown : LevelSteps.Some, null, name)
                : new SupplyState(kind, colour, LevelRules.StepOf(supply.Kind, supply.Level, supply.Percent, was), supply.Percent, name);
        }).ToList();
        return supplies.Count > 0 ? supplies : null;
    }

    private static List<TrayState>? Trays(PrinterHealth health, ResourceHealthChanged? before)
    {
        var trays = health.Trays.Take(MostParts).Select(tray =>
        {
            var name = Text(tray.Name, MostName) ?? tray.Index;
            var was = before?.Trays?.FirstOrDefault(t => t.Name == name)?.Step;
            int? percent = tray is { Level: >= 0, MaxCapacity: > 0 }
                ? (int)Math.Min(100, tray.Level.Value * 100 / tray.MaxCapacity.Value)
                : null;
            return new TrayState(name, LevelRules.StepOf(tray.Kind, tray.Level, percent, was), percent);
        }).ToList();
        return trays.Count > 0 ? trays : null;
    }

    /// <summary>Bounded, without control characters; null when nothing is left.</summary>
    private static string? Text(string? text, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var clean = new string([.. text.Where(c => !char.IsControl(c))]).Trim();
        if (clean.Length > most)
        {
            clean = clean[..(char.IsHighSurrogate(clean[most - 1]) ? most - 1 : most)];
        }

        return clean.Length > 0 ? clean : null;
    }
}
