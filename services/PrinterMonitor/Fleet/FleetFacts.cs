namespace TicketFlow.PrinterMonitor.Fleet;

// The events of the log that the fleet is made of, as far as the monitor reads them. The ticket server writes them; unknown members are
// left out when reading.

internal abstract record FleetFact(string Name);

internal sealed record ResourceRegistered(string Name, string Kind, string Address, string Mechanism, string? Location) : FleetFact(Name);

internal sealed record ResourceChanged(string Name, string Address, string Mechanism, string? Location) : FleetFact(Name);

internal sealed record ResourceDisabled(string Name) : FleetFact(Name);

internal sealed record ResourceEnabled(string Name) : FleetFact(Name);

/// <summary>An operator chose how this resource is asked; nulls: by the configuration's rules.</summary>
internal sealed record MonitoringChosen(string Name, string? Protocol, string? Host, int? Port, string? Version, string? Credential)
    : FleetFact(Name);

/// <summary>Their stored names.</summary>
internal static class FleetFacts
{
    public static IReadOnlyDictionary<Type, string> Aliases { get; } = new Dictionary<Type, string>
    {
        [typeof(ResourceRegistered)] = "resource_registered",
        [typeof(ResourceChanged)] = "resource_changed",
        [typeof(ResourceDisabled)] = "resource_disabled",
        [typeof(ResourceEnabled)] = "resource_enabled",
        [typeof(MonitoringChosen)] = "monitoring_chosen",
    };
}
