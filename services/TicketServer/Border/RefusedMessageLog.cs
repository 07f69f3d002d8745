using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Messaging.Outgoing;

namespace TicketFlow.TicketServer.Border;

/// <summary>
/// Counts refused messages, answers the senders that are proven, and keeps the newest 10,000 for inspection. Bounded: a flood of bad
/// messages costs a flood of small answers, no memory and no growing table.
/// </summary>
public sealed class RefusedMessageLog(
    IAgentPostOffice post, NpgsqlDataSource database, TimeProvider clock, ILogger<RefusedMessageLog> log) : BackgroundService, IStrangers
{
    private const int Kept = 10_000;
    private const int BatchSize = 500;

    private static readonly Meter Meter = new("TicketFlow.TicketServer");
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>("ticketflow.messages.refused", "{message}");

    private readonly Channel<(DateTimeOffset At, RefusedMessage Message)> _pending =
        Channel.CreateBounded<(DateTimeOffset, RefusedMessage)>(
            new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Takes one.</summary>
    public void Take(RefusedMessage message)
    {
        Refused.Add(1, new KeyValuePair<string, object?>("code", message.Code));
        BorderLog.Refused(log, message.Agent ?? "unknown", message.Code, message.Reason);
        _pending.Writer.TryWrite((clock.GetUtcNow(), message));
        if (message.Agent is not null)
        {
            post.Post(message.Agent, new Refusal(message.Number, message.Code, message.Reason));
        }
    }

    public void Refuse(string agent, string jobId)
    {
        const string reason = "There is no such job of this agent.";
        Refused.Add(1, new KeyValuePair<string, object?>("code", RefusalCodes.JobUnknown));
        _pending.Writer.TryWrite((
            clock.GetUtcNow(), new RefusedMessage(agent, RefusalCodes.JobUnknown, reason + " " + jobId, null, [], 0, 0)));
        post.Post(agent, new Refusal(0, RefusalCodes.JobUnknown, reason, JobId: jobId));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<(DateTimeOffset At, RefusedMessage Message)>(BatchSize);
        while (await _pending.Reader.WaitToReadAsync(stoppingToken))
        {
            batch.Clear();
            while (batch.Count < BatchSize && _pending.Reader.TryRead(out var one))
            {
                batch.Add(one);
            }

            try
            {
                await KeepAsync(batch, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The loop's top: they were counted and logged, and what strangers write must not end the server. The copy for inspection
                // is not worth holding up anything.
                BorderLog.NotKept(log, batch.Count, e.Message);
            }
        }
    }

    private async Task KeepAsync(List<(DateTimeOffset At, RefusedMessage Message)> batch, CancellationToken cancellation)
    {
        const string sql = """
            with added as (
              insert into refused_message (at, agent, code, reason, type, bytes, body)
              select * from unnest($1, $2, $3, $4, $5, $6, $7) returning id)
            delete from refused_message where id <= (select max(id) from added) - $8
            """;
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(
            new() { Value = batch.Select(b => b.At.UtcDateTime).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        command.Parameters.Add(
            new() { Value = batch.Select(b => b.Message.Agent).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = batch.Select(b => b.Message.Code).ToArray() });
        command.Parameters.Add(new() { Value = batch.Select(b => b.Message.Reason.Replace("\0", "", StringComparison.Ordinal)).ToArray() });
        command.Parameters.Add(new()
        {
            Value = batch.Select(b => b.Message.Type?.Replace("\0", "", StringComparison.Ordinal)).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        command.Parameters.Add(new() { Value = batch.Select(b => b.Message.Bytes).ToArray() });
        command.Parameters.Add(
            new() { Value = batch.Select(b => b.Message.Body).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { Value = (long)Kept });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

internal static partial class BorderLog
{
    [LoggerMessage(1000, LogLevel.Warning, "A message from {Agent} was refused with {Code}: {Reason}")]
    public static partial void Refused(ILogger log, string agent, string code, string reason);

    [LoggerMessage(1001, LogLevel.Warning, "{Count} refused messages could not be kept for inspection: {Reason}")]
    public static partial void NotKept(ILogger log, int count, string reason);
}
