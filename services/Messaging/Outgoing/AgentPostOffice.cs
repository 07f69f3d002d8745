using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Health;
using TicketFlow.Messaging.Topology;

namespace TicketFlow.Messaging.Outgoing;

/// <summary>Sends to agents' personal queues.</summary>
public interface IAgentPostOffice
{
    /// <summary>
    /// Posts a message. It travels transient and unconfirmed: whatever gets lost is repeated by a deadline or asked for again by the agent,
    /// so this never blocks and never fails.
    /// </summary>
    void Post(string agentId, object message);

    /// <summary>Asks the monitor to look at a resource at once; travels like <see cref="Post"/>.</summary>
    void Request(CheckResourceNow check);

    /// <summary>Tells the monitor of printers that an agent saw; travels like <see cref="Post"/>.</summary>
    void Propose(ProposePrinters seen);

    /// <summary>Makes sure that the agent's queue exists.</summary>
    Task EnsureQueueAsync(string agentId, CancellationToken cancellation);
}

/// <summary>One connection, one channel, one writer; a bounded outbox that drops the oldest when the broker is away.</summary>
public sealed class AgentPostOffice(BrokerAddress broker, ILogger<AgentPostOffice> log) : BackgroundService, IAgentPostOffice
{
    private const int OutboxSize = 100_000;
    private const ushort PreconditionFailed = 406;
    private const ushort ResourceLocked = 405;

    private readonly Channel<Letter> _outbox = Channel.CreateBounded<Letter>(
        new BoundedChannelOptions(OutboxSize) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
        dropped => dropped.Done?.TrySetException(new IOException("The broker is away and the outbox is full.")));

    private static readonly Dictionary<Type, (string Type, JsonTypeInfo Json)> Kinds = new()
    {
        [typeof(Ticket)] = (MessageTypes.Ticket, AgentJson.Default.Ticket),
        [typeof(Refusal)] = (MessageTypes.Refusal, AgentJson.Default.Refusal),
        [typeof(GoAhead)] = (MessageTypes.GoAhead, AgentJson.Default.GoAhead),
        [typeof(CancelOrder)] = (MessageTypes.CancelOrder, AgentJson.Default.CancelOrder),
        [typeof(Notice)] = (MessageTypes.Notice, AgentJson.Default.Notice),
        [typeof(JobHistory)] = (MessageTypes.JobHistory, AgentJson.Default.JobHistory),
        [typeof(PrinterList)] = (MessageTypes.PrinterList, AgentJson.Default.PrinterList),
        [typeof(Welcome)] = (MessageTypes.Welcome, AgentJson.Default.Welcome),
        [typeof(LeaseState)] = (MessageTypes.LeaseState, AgentJson.Default.LeaseState),
    };

    public void Post(string agentId, object message)
    {
        var (type, json) = Kinds[message.GetType()];
        _outbox.Writer.TryWrite(new Letter(
            AgentTopology.QueueOf(agentId), type, JsonSerializer.SerializeToUtf8Bytes(message, json), null));
    }

    public void Request(CheckResourceNow check) => _outbox.Writer.TryWrite(new Letter(
        CheckResourceNow.Queue, CheckResourceNow.MessageType,
        JsonSerializer.SerializeToUtf8Bytes(check, HealthJson.Default.CheckResourceNow), null));

    public void Propose(ProposePrinters seen) => _outbox.Writer.TryWrite(new Letter(
        CheckResourceNow.Queue, ProposePrinters.MessageType,
        JsonSerializer.SerializeToUtf8Bytes(seen, HealthJson.Default.ProposePrinters), null));

    public async Task EnsureQueueAsync(string agentId, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _outbox.Writer.WriteAsync(new Letter(agentId, "", null, done), cancellation);
        await done.Task.WaitAsync(cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var connection in PatientConnection.KeepOpenAsync(broker, "ticket-server-post", log, stoppingToken))
        {
            try
            {
                await using var channel = await connection.CreateChannelAsync(cancellationToken: stoppingToken);
                await DeliverAsync(channel, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The loop's top: the connection broke, or the broker did not answer in time (it blocks publishers when its disk is full).
                PostLog.BrokerLost(log, e.Message);
            }
        }
    }

    private async Task DeliverAsync(IChannel channel, CancellationToken stopping)
    {
        while (await _outbox.Reader.WaitToReadAsync(stopping))
        {
            // Looking before taking keeps the letter when the connection has gone meanwhile.
            while (_outbox.Reader.TryPeek(out var letter))
            {
                if (!channel.IsOpen)
                {
                    return;
                }

                await DeliverAsync(channel, letter, stopping);
                _outbox.Reader.TryRead(out _);
            }
        }
    }

    private async Task DeliverAsync(IChannel channel, Letter letter, CancellationToken stopping)
    {
        if (letter.Body is null)
        {
            await DeclareAsync(channel, letter, stopping);
            return;
        }

        var properties = new BasicProperties { Type = letter.Type };
        await channel.BasicPublishAsync(
            exchange: "", letter.Target, mandatory: false, properties, letter.Body, stopping);
    }

    /// <summary>
    /// A queue that somebody made in another way serves its agent all the same. The broker closes the channel over it, and would again and
    /// again if the letter stayed at the head of the outbox: nobody would get anything any more.
    /// </summary>
    private async Task DeclareAsync(IChannel channel, Letter letter, CancellationToken stopping)
    {
        try
        {
            await BrokerTopology.DeclareAgentQueueAsync(channel, letter.Target, stopping);
        }
        catch (OperationInterruptedException e)
            when (e.ShutdownReason is { Initiator: ShutdownInitiator.Peer, ReplyCode: PreconditionFailed or ResourceLocked })
        {
            PostLog.QueueIsForeign(log, letter.Target, e.ShutdownReason.ReplyText);
        }

        letter.Done!.TrySetResult();
    }

    private sealed record Letter(string Target, string Type, byte[]? Body, TaskCompletionSource? Done);
}
