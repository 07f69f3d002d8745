using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using TicketFlow.PrinterMonitor.Changes;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.Forecast;

/// <summary>
/// Notes changes of levels in batches. What is in memory when the process dies is seen again at the next poll: only its time is then a
/// little late.
/// </summary>
internal sealed class LevelRecorder(LevelHistory history, TimeProvider clock, ILogger<LevelRecorder> log) : BackgroundService,
    IHealthObserver
{
    private const int MostAtOnce = 5000;

    /// <summary>Paper falls with every page; steps of this size tell enough.</summary>
    private const int TrayStep = 10;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepFor = TimeSpan.FromDays(400);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(6);

    private readonly ConcurrentDictionary<string, sbyte[]> _last = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<LevelChange> _news = new();

    public void Observe(FleetTarget target, PrinterHealth health, DateTimeOffset at)
    {
        // One array per printer: 20,000 printers must not cost 100,000 objects.
        var count = health.Supplies.Count + health.Trays.Count;
        if (health.IsStale || count == 0)
        {
            return;
        }

        if (!_last.TryGetValue(target.Resource, out var last) || last.Length != count)
        {
            _last[target.Resource] = last = new sbyte[count];
            Array.Fill(last, (sbyte)-1);
        }

        for (var i = 0; i < count; i++)
        {
            if (PercentOf(health, i) is { } percent && last[i] != percent)
            {
                last[i] = (sbyte)percent;
                _news.Enqueue(Change(target.Resource, health, i, new LevelSample(at, percent)));
            }
        }
    }

    /// <summary>Writes what has come.</summary>
    internal async Task FlushAsync(CancellationToken cancellation)
    {
        while (!_news.IsEmpty)
        {
            var batch = new List<LevelChange>();
            while (batch.Count < MostAtOnce && _news.TryDequeue(out var change))
            {
                batch.Add(change);
            }

            // The newest of a part within a batch is enough, and the statement looks at what was there before it.
            await history.AddAsync([.. batch.GroupBy(c => (c.Resource, c.Part)).Select(g => g.Last())], cancellation);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        var sweepAt = clock.GetUtcNow() + SweepEvery;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await FlushAsync(stoppingToken);
                if (clock.GetUtcNow() >= sweepAt)
                {
                    sweepAt = clock.GetUtcNow() + SweepEvery;
                    await history.SweepAsync(clock.GetUtcNow() - KeepFor, stoppingToken);
                }
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                ForecastLog.NotWritten(log, e.Message);
                // Forgotten levels come again with the next reading.
                _last.Clear();
            }
        }
    }

    private static int? PercentOf(PrinterHealth health, int i) => i < health.Supplies.Count
        ? health.Supplies[i] is { IsReceptacle: false, IsRepetition: false } supply ? supply.Percent : null
        : health.Trays[i - health.Supplies.Count] is { Level: >= 0 and var level, MaxCapacity: > 0 and var max }
            ? (int)(Math.Ceiling(Math.Min(100, level * 100.0 / max) / TrayStep) * TrayStep)
            : null;

    private static LevelChange Change(string resource, PrinterHealth health, int i, LevelSample sample)
    {
        if (i < health.Supplies.Count)
        {
            var supply = health.Supplies[i];
            return new LevelChange(resource, "supply:" + supply.Index, supply.Name, sample);
        }

        var tray = health.Trays[i - health.Supplies.Count];
        return new LevelChange(resource, "tray:" + tray.Index, tray.Name, sample);
    }
}

internal static partial class ForecastLog
{
    [LoggerMessage(2600, LogLevel.Warning, "Levels for forecasts could not be written: {Reason}. They will be noted again.")]
    public static partial void NotWritten(ILogger log, string reason);
}
