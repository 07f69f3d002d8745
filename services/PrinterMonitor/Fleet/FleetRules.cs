using System.IO.Enumeration;
using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.Fleet;

/// <summary>A row of <c>monitor.target</c>.</summary>
internal sealed record TargetRow(
    string Resource, string Kind, string Address, string Mechanism, string? Location, bool Enabled,
    string? Protocol, string? Host, int? Port, string? Version, string? Credential, long Changed);

/// <summary>From what the log says of a resource, and the configuration's rules, to where its health is asked for. Pure.</summary>
internal static class FleetRules
{
    private const int SnmpPort = 161;
    private const int IppPort = 631;

    /// <summary>Null: nobody asks this one.</summary>
    public static FleetTarget? TargetOf(TargetRow row, FleetOptions options)
    {
        var rule = options.Rules.Find(r => Fits(r.Resources, row.Resource) && Fits(r.Locations, row.Location ?? "")) ?? new FleetRule();
        var protocol = row.Protocol ?? rule.Protocol;
        var host = row.Host ?? rule.Host ?? HostOf(row.Address);
        if (!row.Enabled || protocol == Protocols.None || host is null)
        {
            return null;
        }

        var port = row.Port ?? rule.Port ?? (protocol == Protocols.Ipp ? IppPort : SnmpPort);
        var health = new HealthAddress(protocol, host, port, row.Version ?? rule.Version, row.Credential ?? rule.Credential);
        return new FleetTarget(row.Resource, row.Kind, row.Address, row.Mechanism, row.Location, health);
    }

    /// <summary>The host of <c>host:port</c>, <c>[v6]:port</c> or a URI; null when there is none.</summary>
    public static string? HostOf(string address)
    {
        var text = address.Contains("://", StringComparison.Ordinal) ? address : "tcp://" + address;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri.DnsSafeHost : null;
    }

    /// <summary>Sentences about what cannot work; empty when all is well.</summary>
    public static IEnumerable<string> Problems(FleetOptions options, Func<string, bool> knowsCredential)
    {
        for (var i = 0; i < options.Rules.Count; i++)
        {
            var (rule, place) = (options.Rules[i], $"Monitor:Fleet:Rules:{i}");
            if (rule.Protocol is not (Protocols.Snmp or Protocols.Ipp or Protocols.None))
            {
                yield return $"{place}:Protocol is '{rule.Protocol}'; it must be snmp, ipp or none.";
            }

            if (rule.Version is { } version && SnmpVersions.Parse(version) is null)
            {
                yield return $"{place}:Version is '{version}'; it must be 1, 2c or 3.";
            }

            if (rule.Port is < 1 or > 65535)
            {
                yield return $"{place}:Port is {rule.Port}; it must be between 1 and 65535.";
            }

            if (rule.Credential is { } name && !knowsCredential(name))
            {
                yield return $"{place}:Credential is '{name}', and the credentials file has no such name.";
            }
        }
    }

    /// <summary>The library finds nothing in an empty text, not even with a star.</summary>
    private static bool Fits(string pattern, string text) => pattern == "*" || FileSystemName.MatchesSimpleExpression(pattern, text);
}
