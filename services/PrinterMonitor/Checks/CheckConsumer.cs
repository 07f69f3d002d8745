using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using TicketFlow.Contracts.Health;
using TicketFlow.Messaging;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.PrinterMonitor.Changes;
using TicketFlow.PrinterMonitor.Discovery;

namespace TicketFlow.PrinterMonitor.Checks;

/// <summary>
/// Takes the questions of the ticket servers and answers them, and what agents saw. A question is acknowledged after its answer went out:
/// when this monitor dies, another one gets it.
/// </summary>
internal sealed class CheckConsumer(
    BrokerAddress broker, CheckDesk desk, ProposalDesk proposals, BrokerVoice voice, TimeProvider clock, ILogger<CheckConsumer> log)
    : BackgroundService
{
    private const ushort Prefetch = 500;
    private const int LongestName = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Whether questions are being taken.</summary>
    public bool IsOpen { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var connection in PatientConnection.KeepOpenAsync(broker, "monitor-checks", log, stoppingToken))
        {
            try
            {
                await ConsumeAsync(connection, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The loop's top: the queue is not there yet (a ticket server declares it), or the connection broke.
                CheckLog.Waiting(log, e.Message);
            }

            IsOpen = false;
            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    private async Task ConsumeAsync(IConnection connection, CancellationToken stopping)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: stopping);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, _) =>
        {
            ended.TrySetResult();
            return Task.CompletedTask;
        };
        await channel.BasicQosAsync(0, Prefetch, global: false, stopping);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            // The body is the client's own buffer: read it before anything waits. Many are looked at side by side.
            var question = Read(delivery);
            _ = AnswerAsync(channel, delivery.DeliveryTag, question, stopping);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(CheckResourceNow.Queue, autoAck: false, consumer, stopping);
        IsOpen = true;
        await ended.Task.WaitAsync(stopping);
    }

    /// <summary>One of the two messages, or null.</summary>
    private object? Read(BasicDeliverEventArgs delivery)
    {
        try
        {
            switch (delivery.BasicProperties.Type)
            {
                case CheckResourceNow.MessageType
                    when JsonSerializer.Deserialize(delivery.Body.Span, HealthJson.Default.CheckResourceNow) is { } question
                        && question.Resource is { Length: > 0 and <= LongestName }:
                    return question;
                case ProposePrinters.MessageType
                    when JsonSerializer.Deserialize(delivery.Body.Span, HealthJson.Default.ProposePrinters) is { } seen
                        && seen.Agent is { Length: > 0 and <= LongestName } && seen.Printers is not null:
                    return seen;
            }
        }
        catch (JsonException)
        {
            // As below.
        }

        CheckLog.Unreadable(log, delivery.Body.Length);
        return null;
    }

    private async Task AnswerAsync(IChannel channel, ulong delivery, object? message, CancellationToken stopping)
    {
        try
        {
            switch (message)
            {
                case CheckResourceNow question:
                    await AnswerAsync(question, stopping);
                    break;
                case ProposePrinters seen:
                    await ProposeAsync(seen, stopping);
                    break;
            }

            await channel.BasicAckAsync(delivery, multiple: false, stopping);
        }
        catch (Exception e)
        {
            // Not acknowledged: the broker gives it to somebody when this channel closes. The asker's own deadline is shorter anyway.
            if (!stopping.IsCancellationRequested)
            {
                CheckLog.NotAnswered(log, e.Message);
            }
        }
    }

    private async Task AnswerAsync(CheckResourceNow question, CancellationToken stopping)
    {
        var answer = await desk.CheckAsync(question.Resource, question.Reason, stopping);
        var body = JsonSerializer.SerializeToUtf8Bytes(answer, HealthJson.Default.ResourceCheckAnswered);
        var key = HealthTopology.CheckedKey(question.Resource);
        await voice.PublishAsync([new HealthLetter(ResourceCheckAnswered.MessageType, key, body, Persistent: false)], stopping);
    }

    private async Task ProposeAsync(ProposePrinters seen, CancellationToken stopping)
    {
        try
        {
            await proposals.NoteAsync(seen, stopping);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // The agent tells again at its next start.
            CheckLog.NotProposed(log, seen.Agent, e.Message);
        }
    }
}

internal static partial class CheckLog
{
    [LoggerMessage(2600, LogLevel.Warning, "Checks cannot be taken: {Reason}. Trying again.")]
    public static partial void Waiting(ILogger log, string reason);

    [LoggerMessage(2601, LogLevel.Warning, "A question for a check could not be read ({Bytes} bytes) and was dropped: message-malformed.")]
    public static partial void Unreadable(ILogger log, int bytes);

    [LoggerMessage(2603, LogLevel.Warning, "What {Agent} saw could not be noted: {Reason}.")]
    public static partial void NotProposed(ILogger log, string agent, string reason);

    [LoggerMessage(2602, LogLevel.Warning, "A check was not answered: {Reason}.")]
    public static partial void NotAnswered(ILogger log, string reason);
}
