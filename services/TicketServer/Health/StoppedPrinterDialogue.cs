using Microsoft.Extensions.Logging;
using Npgsql;
using TicketFlow.Contracts.Agents;
using TicketFlow.Hosting;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.TicketServer.Access;
using TicketFlow.TicketServer.Queues;

namespace TicketFlow.TicketServer.Health;

/// <summary>
/// Tells the agents with waiting jobs that their printer stopped, with what their users can do (patent steps 7-3 and 7-4), and that it
/// works again. Each waiting job carries the number of the change of health it was told of; what differs is told, so nobody is left out by
/// a crash, and a job that joins a stopped printer's queue is told as well.
/// </summary>
public sealed class StoppedPrinterDialogue(
    NpgsqlDataSource database, IAgentPostOffice post, IAdmission admission, ILogger<StoppedPrinterDialogue> log) : ListeningWorker(database)
{
    private const int BatchSize = 1000;

    private const string Untold = """
        select q.job_id, q.agent, q.request, q.resource, r.health, coalesce(r.health_text, ''), r.health_number, q.domain_name, q.user_name,
          q.key
        from queue_job q join queue_resource r on r.name = q.resource
        where q.phase in ('Waiting', 'Held') and q.told_health <> r.health_number and (r.health = 'stopped' or q.told_health > 0)
        limit $1 for update of q skip locked
        """;

    private const string Told = """
        update queue_job q set told_health = t.number from unnest($1, $2) as t (job_id, number) where q.job_id = t.job_id
        """;

    protected override string Channel => ResourceRows.HealthChannel;

    protected override async Task WorkAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        while (await TellAsync(connection, stopping) == BatchSize)
        {
            // More are waiting to be told.
        }
    }

    protected override void Lost(string reason) => QueueLog.DatabaseLost(log, reason);

    private async Task<int> TellAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var untold = await ReadAsync(connection, cancellation);
        foreach (var job in untold)
        {
            post.Post(job.Agent, await NoticeAsync(job, cancellation));
        }

        if (untold.Count > 0)
        {
            await using var told = new NpgsqlCommand(Told, connection);
            told.Parameters.Add(new() { Value = untold.ConvertAll(job => job.JobId) });
            told.Parameters.Add(new() { Value = untold.ConvertAll(job => job.HealthNumber) });
            await told.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return untold.Count;
    }

    private async Task<Notice> NoticeAsync(UntoldJob job, CancellationToken cancellation)
    {
        if (job.Health != Resources.ResourceHealth.Stopped)
        {
            return new Notice(
                job.Request, job.JobId, NoticeCodes.PrinterWorks, $"{job.Resource} works again; your job goes on by itself.", job.Resource,
                Key: job.Key);
        }

        var alternatives = await admission.AlternativesAsync(job.Domain, job.User, job.Resource, cancellation);
        var text = $"{job.Resource} has stopped{(job.HealthText.Length > 0 ? $" ({job.HealthText})" : "")}. "
            + "Cancel the job, move it, or wait: it goes on by itself when the printer works again.";
        return new Notice(job.Request, job.JobId, NoticeCodes.PrinterStopped, text, job.Resource, alternatives, job.Key);
    }

    private static async Task<List<UntoldJob>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Untold, connection);
        command.Parameters.Add(new() { Value = BatchSize });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var jobs = new List<UntoldJob>();
        while (await reader.ReadAsync(cancellation))
        {
            jobs.Add(new UntoldJob(
                reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                reader.GetInt64(6), reader.GetString(7), reader.GetString(8), reader.GetString(9)));
        }

        return jobs;
    }

    private sealed record UntoldJob(
        string JobId, string Agent, long Request, string Resource, string Health, string HealthText, long HealthNumber, string Domain,
        string User, string Key);
}
