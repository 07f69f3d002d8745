using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using TicketFlow.Contracts.Agents;

namespace TicketServer.Tests.Server;

/// <summary>An agent that does what a test says, over a real connection with an agent's rights.</summary>
public sealed class ScriptedAgent : IAsyncDisposable
{

    private readonly Channel<(string Type, byte[] Body)> _inbox = Channel.CreateUnbounded<(string, byte[])>();
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private long _number;

    private ScriptedAgent(IConnection connection, IChannel channel, string id)
    {
        _connection = connection;
        _channel = channel;
        Id = id;
    }

    public string Id { get; }

    public static async Task<ScriptedAgent> ConnectAsync(Uri uri, string id)
    {
        var connection = await new ConnectionFactory { Uri = uri }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var agent = new ScriptedAgent(connection, channel, id);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, e) =>
        {
            await agent._inbox.Writer.WriteAsync((e.BasicProperties.Type ?? "", e.Body.ToArray()));
        };
        await channel.BasicConsumeAsync(AgentTopology.QueueOf(id), autoAck: true, consumer);
        return agent;
    }

    public static string NewKey() => Convert.ToHexString(Guid.NewGuid().ToByteArray()).ToLowerInvariant()[..16]
        .Replace('0', 'g').Replace('1', 'h').Replace('8', 'i').Replace('9', 'j');

    public TicketRequest Request(string printer, long? bytes = 1000, string? key = null) => new(
        ++_number, key ?? NewKey(), "0.1.0", "linux", "none", printer, "EXAMPLE", "ana", "letter", "127.0.0.1", 1, bytes);

    public Task SendAsync(TicketRequest message) => SendAsync(MessageTypes.TicketRequest, message, AgentJson.Default.TicketRequest);

    public Task SendAsync(JobDescription message) => SendAsync(MessageTypes.JobDescription, message, AgentJson.Default.JobDescription);

    public Task SendAsync(GoAheadReceipt message) => SendAsync(MessageTypes.GoAheadReceipt, message, AgentJson.Default.GoAheadReceipt);

    public Task SendAsync(StartReport message) => SendAsync(MessageTypes.StartReport, message, AgentJson.Default.StartReport);

    public Task SendAsync(StartFailure message) => SendAsync(MessageTypes.StartFailure, message, AgentJson.Default.StartFailure);

    public Task SendAsync(StatusUpdate message) => SendAsync(MessageTypes.StatusUpdate, message, AgentJson.Default.StatusUpdate);

    public Task SendAsync(CompletionReport message) =>
        SendAsync(MessageTypes.CompletionReport, message, AgentJson.Default.CompletionReport);

    public Task SendAsync(TransferFailure message) => SendAsync(MessageTypes.TransferFailure, message, AgentJson.Default.TransferFailure);

    public Task SendAsync(InterruptionReport message) =>
        SendAsync(MessageTypes.InterruptionReport, message, AgentJson.Default.InterruptionReport);

    public Task SendAsync(CancelRequest message) => SendAsync(MessageTypes.CancelRequest, message, AgentJson.Default.CancelRequest);

    public Task SendAsync(JobQuery message) => SendAsync(MessageTypes.JobQuery, message, AgentJson.Default.JobQuery);

    public Task SendAsync(PrinterQuery message) => SendAsync(MessageTypes.PrinterQuery, message, AgentJson.Default.PrinterQuery);

    public Task SendAsync(Hello message) => SendAsync(MessageTypes.Hello, message, AgentJson.Default.Hello);

    public Task SendAsync(SeenPrinters message) => SendAsync(MessageTypes.SeenPrinters, message, AgentJson.Default.SeenPrinters);

    public Task SendAsync(StopReport message) => SendAsync(MessageTypes.StopReport, message, AgentJson.Default.StopReport);

    public Task SendAsync(MoveRequest message) => SendAsync(MessageTypes.MoveRequest, message, AgentJson.Default.MoveRequest);

    public Task SendAsync(WaitRequest message) => SendAsync(MessageTypes.WaitRequest, message, AgentJson.Default.WaitRequest);

    public Task SendAsync(HoldRequest message) => SendAsync(MessageTypes.HoldRequest, message, AgentJson.Default.HoldRequest);

    public Task SendAsync(YieldRequest message) => SendAsync(MessageTypes.YieldRequest, message, AgentJson.Default.YieldRequest);

    public Task SendAsync(ResendRequest message) => SendAsync(MessageTypes.ResendRequest, message, AgentJson.Default.ResendRequest);

    public Task SendAsync(LeaseRequest message) => SendAsync(MessageTypes.LeaseRequest, message, AgentJson.Default.LeaseRequest);

    public Task SendAsync(LeaseRenewal message) => SendAsync(MessageTypes.LeaseRenewal, message, AgentJson.Default.LeaseRenewal);

    public Task SendAsync(LeaseReturn message) => SendAsync(MessageTypes.LeaseReturn, message, AgentJson.Default.LeaseReturn);

    /// <summary>Sends anything.</summary>
    public async Task SendRawAsync(string? type, byte[] body, bool withUserId = true)
    {
        var properties = new BasicProperties { DeliveryMode = DeliveryModes.Persistent };
        if (type is not null)
        {
            properties.Type = type;
        }

        if (withUserId)
        {
            properties.UserId = Id;
        }

        await _channel.BasicPublishAsync(AgentTopology.InExchange, AgentTopology.RoutingKeyOf(Id), mandatory: false, properties, body);
    }

    public Task<Ticket> TicketAsync() => NextAsync(MessageTypes.Ticket, AgentJson.Default.Ticket);

    public Task<Refusal> RefusalAsync() => NextAsync(MessageTypes.Refusal, AgentJson.Default.Refusal);

    public Task<GoAhead> GoAheadAsync() => NextAsync(MessageTypes.GoAhead, AgentJson.Default.GoAhead);

    public Task<JobHistory> HistoryAsync() => NextAsync(MessageTypes.JobHistory, AgentJson.Default.JobHistory);

    public Task<PrinterList> PrintersAsync() => NextAsync(MessageTypes.PrinterList, AgentJson.Default.PrinterList);

    public Task<CancelOrder> CancelOrderAsync() => NextAsync(MessageTypes.CancelOrder, AgentJson.Default.CancelOrder);

    public Task<Notice> NoticeAsync() => NextAsync(MessageTypes.Notice, AgentJson.Default.Notice);

    public Task<LeaseState> LeaseAsync() => NextAsync(MessageTypes.LeaseState, AgentJson.Default.LeaseState);

    public Task<Welcome> WelcomeAsync() => NextAsync(MessageTypes.Welcome, AgentJson.Default.Welcome);

    /// <summary>Asks for a ticket and returns the job's id from the answer, whichever it is.</summary>
    public async Task<string> SubmitAsync(string printer, long bytes = 1000)
    {
        await SendAsync(Request(printer, bytes));
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        var (type, body) = await _inbox.Reader.ReadAsync(patience.Token);
        return type switch
        {
            MessageTypes.Ticket => JsonSerializer.Deserialize(body, AgentJson.Default.Ticket)!.JobId,
            MessageTypes.GoAhead => JsonSerializer.Deserialize(body, AgentJson.Default.GoAhead)!.JobId,
            _ => throw new InvalidOperationException($"{type}: {System.Text.Encoding.UTF8.GetString(body)}"),
        };
    }

    /// <summary>The whole life of a job after its go-ahead.</summary>
    public async Task FinishAsync(GoAhead go, long bytes = 1000)
    {
        await SendAsync(new StartReport(++_number, go.JobId, go.Attempt));
        await SendAsync(new CompletionReport(++_number, go.JobId, go.Attempt, bytes, CompletionGrades.Accepted, 12));
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private Task SendAsync<T>(string type, T message, JsonTypeInfo<T> json) =>
        SendRawAsync(type, JsonSerializer.SerializeToUtf8Bytes(message, json));

    private async Task<T> NextAsync<T>(string type, JsonTypeInfo<T> json)
    {
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        var (arrived, body) = await _inbox.Reader.ReadAsync(patience.Token);
        arrived.ShouldBe(type, System.Text.Encoding.UTF8.GetString(body));
        return JsonSerializer.Deserialize(body, json)!;
    }
}
