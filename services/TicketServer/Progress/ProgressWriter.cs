using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.Contracts.Agents;
using TicketFlow.TicketServer.Queues;

namespace TicketFlow.TicketServer.Progress;

/// <summary>
/// Writes status updates: all that came since the last write in one statement. A job that is not the sender's, or not open, is left out by
/// the join. Bounded; an update that gets lost is followed by the next one.
/// </summary>
public sealed class ProgressWriter(NpgsqlDataSource database, TimeProvider clock, ILogger<ProgressWriter> log) : BackgroundService
{
    private const string Upsert = """
        insert into job_progress (job_id, attempt, bytes_sent, last_seen)
        select u.job_id, u.attempt, u.bytes_sent, $5 from unnest($1, $2, $3, $4) as u (job_id, agent, attempt, bytes_sent)
        join queue_job q on q.job_id = u.job_id and q.agent = u.agent and q.attempt = u.attempt
        order by u.job_id
        on conflict (job_id) do update set
          attempt = excluded.attempt, bytes_sent = excluded.bytes_sent, last_seen = excluded.last_seen
        """;

    private readonly Channel<(string Agent, JobStatus Status)> _pending =
        Channel.CreateBounded<(string, JobStatus)>(
            new BoundedChannelOptions(50_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Takes an agent's update.</summary>
    public void Take(string agent, StatusUpdate update)
    {
        foreach (var status in update.Jobs ?? [])
        {
            _pending.Writer.TryWrite((agent, status));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var newest = new Dictionary<string, (string Agent, JobStatus Status)>(StringComparer.Ordinal);
        while (await _pending.Reader.WaitToReadAsync(stoppingToken))
        {
            newest.Clear();
            while (newest.Count < 5_000 && _pending.Reader.TryRead(out var one))
            {
                newest[one.Agent + "\n" + one.Status.JobId] = one;
            }

            try
            {
                await WriteAsync(newest.Values, stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                QueueLog.ProgressLost(log, newest.Count, e.Message);
            }
        }
    }

    private async Task WriteAsync(IReadOnlyCollection<(string Agent, JobStatus Status)> updates, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Upsert);
        command.Parameters.Add(
            new() { Value = updates.Select(u => u.Status.JobId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = updates.Select(u => u.Agent).ToArray() });
        command.Parameters.Add(new() { Value = updates.Select(u => u.Status.Attempt).ToArray() });
        command.Parameters.Add(new() { Value = updates.Select(u => u.Status.BytesSent).ToArray() });
        command.Parameters.Add(new() { Value = clock.GetUtcNow().UtcDateTime });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
