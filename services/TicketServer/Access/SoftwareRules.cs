using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.TicketServer.Access;

/// <summary>Whether client and driver are good enough (M-2, M-29), pure.</summary>
internal static class SoftwareRules
{
    public static AdmissionRefusal? Evaluate(AccessSnapshot policy, ClientFacts client) =>
        OfClient(policy, client) ?? OfDriver(policy.Drivers, DriverName.Parse(client.DriverVersion ?? DriverName.Driverless));

    /// <summary>What the user of an admitted client should know: a newer one is recommended. Null when there is nothing to say.</summary>
    public static Advice? Advise(AccessSnapshot policy, ClientFacts client) =>
        policy.Clients.TryGetValue(RuleFor(policy, client), out var demand) && demand.Recommended is { } recommended
        && !IsAtLeast(client.ClientVersion, recommended)
            ? new Advice(
                AdviceCodes.ClientOutdated,
                $"Your TicketFlow client {client.ClientVersion} still works, but version {recommended} is recommended. Install it soon.",
                recommended)
            : null;

    private static string RuleFor(AccessSnapshot policy, ClientFacts client) =>
        SystemFamilies.Of(client.OperatingSystem) is var family && policy.Clients.ContainsKey(family) ? family : SystemFamilies.Any;

    private static AdmissionRefusal? OfClient(AccessSnapshot policy, ClientFacts client)
    {
        var rule = RuleFor(policy, client);
        if (!policy.Clients.TryGetValue(rule, out var demand) || demand.Minimum is null || IsAtLeast(client.ClientVersion, demand.Minimum))
        {
            return null;
        }

        var fetch = demand.Recommended ?? demand.Minimum;
        return new AdmissionRefusal(
            RefusalCodes.ClientTooOld, $"client-version {rule} minimum {demand.Minimum}",
            $"Your TicketFlow client {client.ClientVersion} is too old. Install version {fetch} and print again.",
            $"Client {client.ClientVersion} on {client.OperatingSystem}; at least {demand.Minimum} is demanded on '{rule}'.", fetch);
    }

    private static AdmissionRefusal? OfDriver(DriverPolicy policy, DriverName driver)
    {
        if (driver.Name == DriverName.Driverless)
        {
            return null;
        }

        foreach (var (version, reason) in policy.Blocked.GetValueOrDefault(driver.Name, []))
        {
            if (DriverPolicy.Covers(version, driver.Version))
            {
                return Blocked(driver, version, reason, policy.Minimum.GetValueOrDefault(driver.Name));
            }
        }

        if (policy.Minimum.TryGetValue(driver.Name, out var minimum) && !IsAtLeast(driver.Version, minimum))
        {
            return new AdmissionRefusal(
                RefusalCodes.DriverTooOld, $"driver minimum {driver.Name} {minimum}",
                $"Your printer driver {driver} is too old. Install version {minimum}, or print without a driver.",
                $"Driver {driver}; at least {minimum} is demanded.", minimum);
        }

        return policy.OnlyCertified && !policy.Certified.GetValueOrDefault(driver.Name, []).Any(v => DriverPolicy.Covers(v, driver.Version))
            ? NotCertified(policy, driver)
            : null;
    }

    private static AdmissionRefusal Blocked(DriverName driver, string? version, string reason, string? minimum) => new(
        RefusalCodes.DriverBlocked, $"driver block {new DriverName(driver.Name, version)}",
        $"Your printer driver {driver} may not be used{Because(reason)}. " + (version is null
            ? "Install another driver, or print without one."
            : "Install another version of it, or print without a driver."),
        $"Driver {driver} is blocked{(version is null ? " in all versions" : "")}{Because(reason)}.",
        version is not null && !DriverPolicy.Covers(version, minimum) ? minimum : null);

    private static AdmissionRefusal NotCertified(DriverPolicy policy, DriverName driver)
    {
        var newest = policy.Certified.GetValueOrDefault(driver.Name, []).OfType<string>().MaxBy(SoftwareVersion.Parse);
        return new AdmissionRefusal(
            RefusalCodes.DriverNotCertified, "driver only-certified",
            $"Your printer driver {driver} was not tested and released here. " + (newest is null
                ? "Install a released driver, or print without one."
                : $"Install version {newest}, or print without a driver."),
            $"Driver {driver} has no certificate, and only certified ones are allowed.", newest);
    }

    private static string Because(string reason) => reason.Length == 0 ? "" : $" ({reason})";

    /// <summary>What cannot be read as a version is older than any.</summary>
    private static bool IsAtLeast(string? version, string minimum) => SoftwareVersion.Parse(version) is { } given
        && (SoftwareVersion.Parse(minimum) is not { } wanted || given.CompareTo(wanted) >= 0);
}
