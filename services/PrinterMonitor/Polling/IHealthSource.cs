using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.Polling;

/// <summary>A kind of health source (design D10): one for each protocol, found by its name.</summary>
internal interface IHealthSource
{
    /// <summary>One of <see cref="Protocols"/>.</summary>
    string Protocol { get; }

    /// <summary>Begins to follow a resource. Costs no packet; what it learns of the device lives as long as the probe.</summary>
    IHealthProbe Open(FleetTarget target);
}

/// <summary>One resource as one source sees it. Asked by one caller at a time.</summary>
internal interface IHealthProbe
{
    /// <summary>Asks once. Never throws for what a device or the network can do.</summary>
    Task<ProbeAnswer> AskAsync(ProbeEffort effort, CancellationToken cancellation);
}

/// <summary>How long a probe may wait.</summary>
internal enum ProbeEffort
{
    /// <summary>A poll in turn: patient with sleepers.</summary>
    Patient,

    /// <summary>Somebody waits for the answer: it must be there within a second, or is none.</summary>
    Quick,
}

/// <summary>What came of it: health, or silence, or a refusal. Only silence says that nobody is there.</summary>
/// <param name="Health">What the device said; null when it did not.</param>
/// <param name="Identity">Who it is, when that is known.</param>
/// <param name="IsSilent">No answer at all. False with no health: it answered, but not us (wrong credentials, for example).</param>
/// <param name="Problem">Why there is no health, for people.</param>
internal sealed record ProbeAnswer(PrinterHealth? Health, DeviceIdentity? Identity, bool IsSilent, string? Problem)
{
    public static ProbeAnswer Of(PrinterHealth health, DeviceIdentity? identity) => new(health, identity, false, null);

    public static ProbeAnswer Silent { get; } = new(null, null, true, "no answer");

    public static ProbeAnswer Refused(string problem) => new(null, null, false, problem);
}
