using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.Changes;

/// <summary>One thing to note of a resource that is no change: that it answered, or why it tells nothing.</summary>
internal sealed record SeenNote(string Resource, DateTimeOffset? At, PrinterHealth? Health, DeviceIdentity? Identity, string? Problem);

/// <summary>
/// Notes who was seen when, with exact levels, in batches. The newest note of each resource; losing some in a crash costs a minute.
/// </summary>
internal sealed class SeenBook(NpgsqlDataSource database, TimeProvider clock, ILogger<SeenBook> log) : BackgroundService
{
    private const int BatchSize = 1000;

    private const string Write = """
        insert into monitor.health as h (resource, seen_at, detail, serial, mac, system_name, model, problem)
        select * from unnest($1, $2, $3::jsonb[], $4, $5, $6, $7, $8) order by 1
        on conflict (resource) do update set
          seen_at = coalesce(excluded.seen_at, h.seen_at), detail = coalesce(excluded.detail, h.detail), serial = coalesce(excluded.serial, h.serial),
          mac = coalesce(excluded.mac, h.mac), system_name = coalesce(excluded.system_name, h.system_name),
          model = coalesce(excluded.model, h.model), problem = excluded.problem
        """;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, SeenNote> _notes = new(StringComparer.Ordinal);

    public void Note(SeenNote note) => _notes[note.Resource] = note;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await FlushAsync(stoppingToken);
        }
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        foreach (var names in _notes.Keys.Chunk(BatchSize))
        {
            var notes = names.Select(name => _notes.TryRemove(name, out var note) ? note : null).OfType<SeenNote>().ToList();
            try
            {
                await WriteAsync(notes, cancellation);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or InvalidOperationException)
            {
                SeenLog.NotNoted(log, notes.Count, e.Message);
            }
        }
    }

    private async Task WriteAsync(List<SeenNote> notes, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Sql.Command(Write)
            .Column(notes.Select(n => n.Resource), NpgsqlDbType.Text)
            .Column(notes.Select(n => n.At?.UtcDateTime), NpgsqlDbType.TimestampTz)
            .Column(notes.Select(n => n.Health is { } h ? Json(h) : null), NpgsqlDbType.Text)
            .Column(notes.Select(n => Clean(n.Identity?.SerialNumber)), NpgsqlDbType.Text)
            .Column(notes.Select(n => Clean(n.Identity?.MacAddress)), NpgsqlDbType.Text)
            .Column(notes.Select(n => Clean(n.Identity?.SystemName)), NpgsqlDbType.Text)
            .Column(notes.Select(n => Clean(n.Identity?.Model)), NpgsqlDbType.Text)
            .Column(notes.Select(n => n.Problem), NpgsqlDbType.Text));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>PostgreSQL's jsonb has no NUL; devices have.</summary>
    private static string Json(PrinterHealth health) =>
        JsonSerializer.Serialize(health, HealthStore.DetailJson).Replace("\\u0000", "", StringComparison.Ordinal);

    private static string? Clean(string? text) =>
        text?.Replace("\0", "", StringComparison.Ordinal).Trim() is { Length: > 0 } clean ? clean : null;
}

internal static partial class SeenLog
{
    [LoggerMessage(2300, LogLevel.Warning, "When {Count} printers were last seen could not be noted: {Reason}.")]
    public static partial void NotNoted(ILogger log, int count, string reason);
}
