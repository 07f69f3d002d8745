using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Polling;
using TicketFlow.PrinterMonitor.Snmp;
using TicketFlow.PrinterMonitor.SnmpSource;

namespace TicketFlow.PrinterMonitor.Relocation;

/// <summary>
/// Finds a printer again that fell silent because it has another address now (a lease of DHCP that ran out), by its serial number, its
/// network card or, without both, its name. It is asked there from then on. Where documents go stays the operators' decision: the note says
/// so.
/// </summary>
internal sealed class RelocationWorker(
    NpgsqlDataSource database, Poller poller, SnmpManager snmp, CredentialBook credentials, IOptions<RelocationOptions> options,
    TimeProvider clock, ILogger<RelocationWorker> log) : BackgroundService
{
    private const string Identity = "select serial, mac, system_name from monitor.health where resource = $1 and seen_at is not null";

    /// <summary>
    /// One that moves on keeps the host it was configured with: when an operator changes that, what was found holds no longer.
    /// </summary>
    private const string Moved = $"""
        with moved as (
          insert into monitor.moved as m (resource, configured_host, found_host, found_at) values ($1, $2, $3, now())
          on conflict (resource) do update set
            configured_host = case when m.found_host = $2 then m.configured_host else $2 end, found_host = $3, found_at = now()
          returning resource)
        select pg_notify('{FleetProjection.Channel}', resource) from moved
        """;

    private readonly NeighbourhoodSearch _search = new(snmp);
    private readonly Dictionary<string, DateTimeOffset> _searched = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LookEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var slot in poller.Missing(options.Value.AfterMisses).Where(IsTime))
                {
                    await SearchAsync(slot, stoppingToken);
                }
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                FleetLog.DatabaseLost(log, e.Message);
            }
        }
    }

    private bool IsTime(PollSlot slot) => slot.Target.Health.Protocol == Protocols.Snmp
        && clock.GetUtcNow() - _searched.GetValueOrDefault(slot.Target.Resource) >= options.Value.AgainAfter;

    private async Task SearchAsync(PollSlot slot, CancellationToken cancellation)
    {
        var (name, health) = (slot.Target.Resource, slot.Target.Health);
        _searched[name] = clock.GetUtcNow();
        if (!IPAddress.TryParse(health.Host, out var before) || credentials.Find(health.Credential, health.Version) is not { } secret
            || await IdentityAsync(name, cancellation) is not { } wanted)
        {
            return;
        }

        if (await _search.FindAsync(wanted, new IPEndPoint(before, health.Port), secret, cancellation) is { } found)
        {
            RelocationLog.Found(log, name, found, before);
            await using var command = database.CreateCommand(Moved).With(name, NpgsqlDbType.Text)
                .With(health.Host, NpgsqlDbType.Text).With(found.ToString(), NpgsqlDbType.Text);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private async Task<Passport?> IdentityAsync(string resource, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Identity).With(resource, NpgsqlDbType.Text);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? new Passport(reader.GetText(0), reader.GetText(1), reader.GetText(2)) : null;
    }
}

internal static partial class RelocationLog
{
    [LoggerMessage(2900, LogLevel.Warning,
        "{Resource} answers at {Found} instead of {Before} and is asked there from now on. Where documents go is changed by 'ticketflow-ops printer change'.")]
    public static partial void Found(ILogger log, string resource, IPAddress found, IPAddress before);
}
