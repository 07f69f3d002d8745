using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.PrinterMonitor.Leases;

/// <summary>Renews this monitor's lease and sees which others live. The database's clock decides, so the machines' may differ.</summary>
internal sealed class LeaseWorker(
    NpgsqlDataSource database, FleetShare share, MonitorMeters meters, IOptions<MonitorOptions> options, TimeProvider clock,
    ILogger<LeaseWorker> log) : BackgroundService
{
    private const string Renew = """
        with gone as (delete from monitor.instance where expires_at < now() - interval '1 hour'),
        mine as (
          insert into monitor.instance (id, name, started_at, expires_at, counts) values ($1, $2, now(), now() + $3, $4)
          on conflict (id) do update set expires_at = excluded.expires_at, counts = excluded.counts returning id)
        select id from monitor.instance where expires_at > now() union select id from mine order by id
        """;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        share.GaveUp();
        try
        {
            await using var command = database.CreateCommand("delete from monitor.instance where id = $1")
                .With(share.Me, NpgsqlDbType.Uuid);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            // Then it runs out by itself.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.RenewEvery, clock);
        do
        {
            try
            {
                await RenewAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or InvalidOperationException)
            {
                LeaseLog.NotRenewed(log, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RenewAsync(CancellationToken cancellation)
    {
        var askedAt = clock.GetTimestamp();
        await using var command = database.CreateCommand(Renew)
            .With(share.Me, NpgsqlDbType.Uuid).With(options.Value.Name, NpgsqlDbType.Text)
            .With(options.Value.LeaseFor, NpgsqlDbType.Interval).With(meters.Counts.ToJson(), NpgsqlDbType.Jsonb);
        command.CommandTimeout = Math.Max(1, (int)options.Value.LeaseFor.TotalSeconds / 2);
        var members = new List<Guid>();
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                members.Add(reader.GetGuid(0));
            }
        }

        var before = share.Generation;
        share.Renewed(members, askedAt, options.Value.LeaseFor);
        if (share.Generation != before)
        {
            LeaseLog.Members(log, members.Count);
        }
    }
}

internal static partial class LeaseLog
{
    [LoggerMessage(2100, LogLevel.Warning,
        "The lease could not be renewed: {Reason}. When it runs out, other monitors take the printers over.")]
    public static partial void NotRenewed(ILogger log, string reason);

    [LoggerMessage(2101, LogLevel.Information, "Monitors that live: {Count}. The printers are shared out among them.")]
    public static partial void Members(ILogger log, int count);
}
