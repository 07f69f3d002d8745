using System.Net;
using System.Net.Sockets;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Health;
using TicketFlow.PrinterMonitor.Polling;
using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.SnmpSource;

/// <summary>
/// One printer over SNMP: discovery once, then one packet a poll. Only a timeout is silence; every other failure is an answer.
/// </summary>
internal sealed class SnmpProbe(
    HealthAddress health, PrinterReader reader, CredentialBook credentials, SnmpSourceOptions options, TimeProvider clock) : IHealthProbe
{
    private static readonly TimeSpan ResolveWithin = TimeSpan.FromSeconds(3);

    private IPEndPoint? _address;
    private DeviceProfile? _profile;
    private DateTimeOffset _discoveredAt;
    private long? _upTime;
    private long? _configChanges;

    public async Task<ProbeAnswer> AskAsync(ProbeEffort effort, CancellationToken cancellation)
    {
        if (credentials.Find(health.Credential, health.Version) is not { } secret)
        {
            return ProbeAnswer.Refused($"the credential '{health.Credential}' is not in the credentials file");
        }

        _address ??= await ResolveAsync(cancellation);
        if (_address is null)
        {
            return ProbeAnswer.Refused($"the name '{health.Host}' has no address");
        }

        var timing = effort == ProbeEffort.Quick ? options.Quick : options.Patient;
        var outcome = await ReadAsync(new SnmpTarget(_address, secret) { Timing = timing }, cancellation);
        if (outcome.Failure != SnmpFailure.None)
        {
            return Failed(outcome.Failure);
        }

        return ProbeAnswer.Of(HealthMapping.Map(outcome.Profile!, outcome.Reading!, QuirkTable.Embedded), outcome.Profile!.Identity);
    }

    private async Task<PollOutcome> ReadAsync(SnmpTarget target, CancellationToken cancellation)
    {
        if (_profile is null || clock.GetUtcNow() - _discoveredAt > options.RediscoverEvery)
        {
            return await DiscoverAsync(target, cancellation);
        }

        var outcome = await reader.PollAsync(target, _profile, cancellation);
        if (outcome.Reading is not { } reading)
        {
            return outcome;
        }

        // Another clock or other parts: what was learned of supplies and trays may hold no longer.
        if (reading.UpTime < _upTime || reading.ConfigChanges != _configChanges)
        {
            return await DiscoverAsync(target, cancellation);
        }

        _upTime = reading.UpTime;
        return outcome;
    }

    private async Task<PollOutcome> DiscoverAsync(SnmpTarget target, CancellationToken cancellation)
    {
        var outcome = await reader.DiscoverAsync(target, cancellation);
        if (outcome.Failure == SnmpFailure.None)
        {
            (_profile, _discoveredAt) = (outcome.Profile, clock.GetUtcNow());
            (_upTime, _configChanges) = (outcome.Reading!.UpTime, outcome.Reading.ConfigChanges);
        }

        return outcome;
    }

    private ProbeAnswer Failed(SnmpFailure failure)
    {
        if (failure != SnmpFailure.Timeout)
        {
            return ProbeAnswer.Refused(Sentence(failure));
        }

        // A name may lead elsewhere by now.
        if (!IPAddress.TryParse(health.Host, out _))
        {
            _address = null;
        }

        return ProbeAnswer.Silent;
    }

    private static string Sentence(SnmpFailure failure) => failure switch
    {
        SnmpFailure.SendFailed => "this machine has no way to the device",
        SnmpFailure.UnknownUser => "the device does not know the SNMPv3 user",
        SnmpFailure.AuthFailure => "the device refuses the authentication password or protocol",
        SnmpFailure.PrivacyFailure => "the device refuses the privacy password or protocol",
        SnmpFailure.UnsupportedSecurityLevel => "the device does not support this security level",
        SnmpFailure.AccessDenied => "the device denies access with these credentials",
        _ => $"the device answers in a way that cannot be used ({failure})",
    };

    private async Task<IPEndPoint?> ResolveAsync(CancellationToken cancellation)
    {
        if (IPAddress.TryParse(health.Host, out var literal))
        {
            return new IPEndPoint(literal, health.Port);
        }

        using var patience = new CancellationTokenSource(ResolveWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            var found = await Dns.GetHostAddressesAsync(health.Host, either.Token);
            var first = Array.Find(found, a => a.AddressFamily == AddressFamily.InterNetwork) ?? found.FirstOrDefault();
            return first is null ? null : new IPEndPoint(first, health.Port);
        }
        catch (Exception e) when (e is SocketException or ArgumentException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }
}
