using System.Net.Http.Json;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Administration;
using TicketFlow.Messaging.Topology;
using TicketFlow.Testing.RabbitMq;

namespace Messaging.Tests.Administration;

public sealed class BrokerAdministrationTests : IAsyncLifetime
{
    private readonly string _unique = Guid.NewGuid().ToString("N")[..8];
    private RabbitMqVirtualHost _host = null!;
    private BrokerAdministration _administration = null!;

    public async Task InitializeAsync()
    {
        _host = await (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync();
        _administration = new BrokerAdministration(Options());
    }

    public async Task DisposeAsync()
    {
        _administration.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("a/../b")]
    [InlineData("a.*")]
    public async Task An_agent_id_that_is_none_is_refused_before_the_broker_is_asked(string id)
    {
        var refusal = await Should.ThrowAsync<BrokerAdministrationException>(() => _administration.EnrolAgentAsync(id));
        refusal.Code.ShouldBe(BrokerErrors.AgentIdInvalid);
    }

    [Fact]
    public async Task An_account_made_by_somebody_else_is_never_taken_over()
    {
        var name = "admin-" + _unique;
        await PutUserAsync(name, "administrator");

        var refusal = await Should.ThrowAsync<BrokerAdministrationException>(() => _administration.EnrolAgentAsync(name));
        refusal.Code.ShouldBe(BrokerErrors.NameTaken);
        var second = await Should.ThrowAsync<BrokerAdministrationException>(() => _administration.RemoveAgentAsync(name));
        second.Code.ShouldBe(BrokerErrors.NameTaken);
        var queues = await _host.Http.GetFromJsonAsync<JsonElement>($"api/queues/{_host.Name}");
        queues.GetArrayLength().ShouldBe(0, "a refused enrolment changes nothing");
        await _host.Http.DeleteAsync("api/users/" + name);
    }

    [Fact]
    public async Task The_agents_queue_is_durable_bounded_and_expires()
    {
        var agent = "a-" + _unique;
        await _administration.DeclareAgentQueueAsync(agent);

        var queue = await _host.Http.GetFromJsonAsync<JsonElement>($"api/queues/{_host.Name}/agent.{agent}");
        queue.GetProperty("durable").GetBoolean().ShouldBeTrue();
        var arguments = queue.GetProperty("arguments");
        arguments.GetProperty("x-expires").GetInt64().ShouldBe(30L * 24 * 3600 * 1000);
        arguments.GetProperty("x-max-length").GetInt32().ShouldBe(20_000);
        arguments.GetProperty("x-overflow").GetString().ShouldBe("drop-head");
    }

    [Fact]
    public async Task The_queue_of_the_enrolment_is_the_one_the_server_declares()
    {
        await _administration.DeclareAgentQueueAsync("c-" + _unique);
        await using var connection = await new ConnectionFactory { Uri = _host.AdminUri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();

        await Should.NotThrowAsync(() => BrokerTopology.DeclareAgentQueueAsync(channel, "c-" + _unique, CancellationToken.None));
    }

    [Fact]
    public async Task A_queue_that_exists_with_other_arguments_is_a_conflict()
    {
        await using var connection = await new ConnectionFactory { Uri = _host.AdminUri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(AgentTopology.QueueOf("b-" + _unique), durable: true, exclusive: false, autoDelete: false);

        var refusal = await Should.ThrowAsync<BrokerAdministrationException>(() => _administration.DeclareAgentQueueAsync("b-" + _unique));
        refusal.Code.ShouldBe(BrokerErrors.Conflict);
    }

    [Fact]
    public async Task The_servers_account_declares_this_systems_names_and_no_others()
    {
        var account = await _administration.EnsureServerAccountAsync("server." + _unique);
        var factory = new ConnectionFactory { Uri = _host.UriOf(account.UserName, account.Password) };
        await using var connection = await factory.CreateConnectionAsync();
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.ExchangeDeclareAsync(AgentTopology.InExchange, ExchangeType.Topic, durable: true);
            await channel.QueueDeclareAsync("tf.requests", durable: true, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync("tf.requests", AgentTopology.InExchange, "#");
        }

        await using var second = await connection.CreateChannelAsync();
        var refusal = await Should.ThrowAsync<OperationInterruptedException>(() => second.QueueDeclareAsync("payroll"));
        refusal.ShutdownReason.ShouldNotBeNull().ReplyCode.ShouldBe((ushort)403);
        await _host.Http.DeleteAsync("api/users/" + account.UserName);
    }

    [Fact]
    public void The_servers_rights_in_the_brokers_definitions_are_the_same()
    {
        var definitions = JsonDocument.Parse(OpsFile.Read("broker/definitions.json")).RootElement;
        var rights = definitions.GetProperty("permissions").EnumerateArray()
            .Single(p => p.GetProperty("user").GetString() == "server.ticketflow");
        foreach (var kind in (string[])["configure", "write", "read"])
        {
            rights.GetProperty(kind).GetString().ShouldBe(Options().ServerResources);
        }
    }

    [Fact]
    public async Task A_server_account_that_could_be_an_agent_is_refused()
    {
        var refusal = await Should.ThrowAsync<BrokerAdministrationException>(() => _administration.EnsureServerAccountAsync("server"));
        refusal.Code.ShouldBe(BrokerErrors.NameTaken);
    }

    [Fact]
    public async Task Wrong_credentials_are_told_apart_from_a_broker_that_is_down_and_never_shown()
    {
        var account = new BrokerAccount("nobody", "hunter2-secret");
        using var refused = new BrokerAdministration(Options() with { Administrator = account });
        var nowhere = new Uri("http://127.0.0.1:1/");
        using var unreachable = new BrokerAdministration(Options() with { Administrator = account, Endpoint = nowhere });

        var first = await Should.ThrowAsync<BrokerAdministrationException>(() => refused.EnsureVirtualHostAsync());
        var second = await Should.ThrowAsync<BrokerAdministrationException>(() => unreachable.EnsureVirtualHostAsync());

        first.Code.ShouldBe(BrokerErrors.AccessRefused);
        second.Code.ShouldBe(BrokerErrors.Unreachable);
        (first.ToString() + second + account).ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData("amqp://a:b@h")]
    [InlineData("http://h:1")]
    [InlineData("http://user-secret@h:1")]
    [InlineData("no uri")]
    public void Options_that_are_no_management_uri_are_refused_without_repeating_them(string uri)
    {
        var refusal = Should.Throw<BrokerAdministrationException>(() => BrokerAdministrationOptions.Parse(uri));
        refusal.Code.ShouldBe(BrokerErrors.OptionsInvalid);
        refusal.Message.ShouldNotContain("secret");
    }

    [Fact]
    public void Options_are_read_from_one_uri()
    {
        var options = BrokerAdministrationOptions.Parse("https://o%40ps:p%3Aw@broker.example:15671/prefix?vhost=eu%2F1");

        options.Endpoint.ShouldBe(new Uri("https://broker.example:15671/prefix/"));
        (options.Administrator.UserName, options.Administrator.Password).ShouldBe(("o@ps", "p:w"));
        options.VirtualHost.ShouldBe("eu/1");
        BrokerAdministrationOptions.Parse("http://a:b@h:1").VirtualHost.ShouldBe("ticketflow");
    }

    [Fact]
    public async Task Ensuring_the_virtual_host_twice_is_the_same_as_once()
    {
        await _administration.EnsureVirtualHostAsync();
        await _administration.EnsureVirtualHostAsync();
    }

    private BrokerAdministrationOptions Options() => BrokerAdministrationOptions.Parse(_host.Management.OriginalString);

    private async Task PutUserAsync(string name, string tags)
    {
        using var answer = await _host.Http.PutAsJsonAsync("api/users/" + name, new { password = "x" + _unique, tags });
        answer.EnsureSuccessStatusCode();
    }
}
