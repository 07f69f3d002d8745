using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Administration;
using TicketFlow.Testing.RabbitMq;

namespace Messaging.Tests.Administration;

/// <summary>What the broker itself lets an agent do, tried with the agent's real account.</summary>
public sealed class AgentRightsTests : IAsyncLifetime
{
    private static readonly CreateChannelOptions Confirmed =
        new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private readonly string _agent = "laptop-" + Guid.NewGuid().ToString("N")[..8];
    private readonly string _other = "desk-" + Guid.NewGuid().ToString("N")[..8];
    private RabbitMqVirtualHost _host = null!;
    private BrokerAdministration _administration = null!;
    private BrokerAccount _account = null!;
    private IConnection _admin = null!;
    private IConnection _connection = null!;

    public async Task InitializeAsync()
    {
        _host = await (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync();
        _administration = new BrokerAdministration(BrokerAdministrationOptions.Parse(_host.Management.OriginalString));
        _admin = await ConnectAsync(_host.AdminUri);
        await using var channel = await _admin.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(AgentTopology.InExchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync("tf.requests", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync("tf.requests", AgentTopology.InExchange, "#");
        _account = await _administration.EnrolAgentAsync(_agent);
        await _administration.EnrolAgentAsync(_other);
        _connection = await ConnectAsync(_host.UriOf(_account.UserName, _account.Password));
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _admin.DisposeAsync();
        await _administration.RemoveAgentAsync(_agent);
        await _administration.RemoveAgentAsync(_other);
        _administration.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task An_agent_publishes_under_its_own_key_with_its_own_user_id()
    {
        await using var channel = await _connection.CreateChannelAsync(Confirmed);
        await PublishAsync(channel, AgentTopology.InExchange, AgentTopology.RoutingKeyOf(_agent), _agent);

        await using var server = await _admin.CreateChannelAsync();
        var received = await server.BasicGetAsync("tf.requests", autoAck: true);
        received.ShouldNotBeNull().BasicProperties.UserId.ShouldBe(_agent);
    }

    [Fact]
    public async Task An_agent_consumes_its_own_queue()
    {
        await using var server = await _admin.CreateChannelAsync(Confirmed);
        await PublishAsync(server, "", AgentTopology.QueueOf(_agent), null);

        await using var channel = await _connection.CreateChannelAsync();
        (await channel.BasicGetAsync(AgentTopology.QueueOf(_agent), autoAck: true)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_forged_user_id_is_refused() =>
        (await RefusalOfPublishAsync(AgentTopology.InExchange, AgentTopology.RoutingKeyOf(_agent), _other)).ShouldBe(406);

    [Fact]
    public async Task A_foreign_routing_key_is_refused() =>
        (await RefusalOfPublishAsync(AgentTopology.InExchange, AgentTopology.RoutingKeyOf(_other), _agent)).ShouldBe(403);

    [Fact]
    public async Task The_default_exchange_is_refused_so_no_agent_writes_into_another_queue() =>
        (await RefusalOfPublishAsync("", AgentTopology.QueueOf(_other), _agent)).ShouldBe(403);

    [Fact]
    public async Task A_foreign_queue_is_refused() =>
        (await RefusalAsync(channel => channel.BasicGetAsync(AgentTopology.QueueOf(_other), autoAck: true))).ShouldBe(403);

    [Fact]
    public async Task The_servers_queue_is_refused() =>
        (await RefusalAsync(channel => channel.BasicGetAsync("tf.requests", autoAck: true))).ShouldBe(403);

    [Fact]
    public async Task Declaring_a_queue_is_refused_even_with_a_name_that_looks_own() =>
        (await RefusalAsync(channel => channel.QueueDeclareAsync($"agent.{_agent}.more"))).ShouldBe(403);

    [Fact]
    public async Task Declaring_the_exchange_or_the_own_queue_is_refused()
    {
        (await RefusalAsync(async channel =>
        {
            await channel.ExchangeDeclareAsync(AgentTopology.InExchange, ExchangeType.Topic, durable: true);
            return 0;
        })).ShouldBe(403);
        (await RefusalAsync(channel => channel.QueueDeclareAsync(AgentTopology.QueueOf(_agent)))).ShouldBe(403);
    }

    [Fact]
    public async Task A_routing_key_that_only_begins_like_the_own_one_is_refused() =>
        (await RefusalOfPublishAsync(AgentTopology.InExchange, $"job.{_agent}x.in", _agent)).ShouldBe(403);

    [Fact]
    public async Task Binding_the_own_queue_to_the_exchange_of_all_agents_is_refused() =>
        (await RefusalAsync(async channel =>
        {
            await channel.QueueBindAsync(AgentTopology.QueueOf(_agent), AgentTopology.InExchange, "#");
            return 0;
        })).ShouldBe(403);

    [Fact]
    public async Task Removing_an_agent_closes_its_connection_and_ends_its_login()
    {
        var closed = ConnectionClosedAsync();

        await _administration.RemoveAgentAsync(_agent);

        await closed.WaitAsync(Eventually.Deadline);
        await Should.ThrowAsync<BrokerUnreachableException>(() => ConnectAsync(_host.UriOf(_account.UserName, _account.Password)));
        (await _administration.IsEnrolledAsync(_agent)).ShouldBeFalse();
    }

    [Fact]
    public async Task Enrolling_again_replaces_the_password_cuts_the_old_connection_and_keeps_what_waits_in_the_queue()
    {
        var closed = ConnectionClosedAsync();
        await using (var server = await _admin.CreateChannelAsync(Confirmed))
        {
            await PublishAsync(server, "", AgentTopology.QueueOf(_agent), null);
        }

        var renewed = await _administration.EnrolAgentAsync(_agent);

        renewed.Password.ShouldNotBe(_account.Password);
        await closed.WaitAsync(Eventually.Deadline);
        await Should.ThrowAsync<BrokerUnreachableException>(() => ConnectAsync(_host.UriOf(_account.UserName, _account.Password)));
        await using var connection = await ConnectAsync(_host.UriOf(renewed.UserName, renewed.Password));
        await using var channel = await connection.CreateChannelAsync();
        (await channel.BasicGetAsync(AgentTopology.QueueOf(_agent), autoAck: true)).ShouldNotBeNull();
    }

    private static Task<IConnection> ConnectAsync(Uri uri) =>
        new ConnectionFactory { Uri = uri, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();

    private Task ConnectionClosedAsync()
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connection.ConnectionShutdownAsync += (_, _) =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        return closed.Task;
    }

    private static async Task PublishAsync(IChannel channel, string exchange, string key, string? userId)
    {
        var properties = new BasicProperties { UserId = userId };
        await channel.BasicPublishAsync(exchange, key, mandatory: true, properties, Encoding.UTF8.GetBytes("{}"));
    }

    private Task<int> RefusalOfPublishAsync(string exchange, string key, string userId) => RefusalAsync(async channel =>
    {
        await PublishAsync(channel, exchange, key, userId);
        return 0;
    });

    /// <summary>The AMQP reply code the broker closed the channel with.</summary>
    private async Task<int> RefusalAsync<T>(Func<IChannel, Task<T>> attempt)
    {
        await using var channel = await _connection.CreateChannelAsync(Confirmed);
        var refusal = await Should.ThrowAsync<OperationInterruptedException>(() => attempt(channel));
        return refusal.ShutdownReason.ShouldNotBeNull().ReplyCode;
    }
}
