using System.Buffers.Text;
using System.Security.Cryptography;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Topology;

namespace TicketFlow.Messaging.Administration;

/// <summary>
/// Accounts, rights and agents' queues at the broker, through its management HTTP API.
/// Every step may be repeated: after a crash in the middle, run it again.
/// </summary>
public sealed class BrokerAdministration(BrokerAdministrationOptions options) : IDisposable
{
    /// <summary>Marks accounts made here, so that enrolling never takes over an account made by somebody else.</summary>
    private const string AgentTag = "ticketflow-agent";

    private const string ServerTag = "ticketflow-server";
    private const string MonitorTag = "ticketflow-monitor";
    private const string Nothing = "^$";

    private readonly ManagementApi _api = new(options);

    public async Task EnsureVirtualHostAsync(CancellationToken cancellation = default)
    {
        await _api.PutAsync($"vhosts/{VirtualHost}", new { }, cancellation);
        await GrantAsync(options.Administrator.UserName, ".*", ".*", ".*", cancellation);
    }

    /// <summary>
    /// The ticket server's own account, no administrator: it may use this system's names and nothing else.
    /// An existing account gets the given password.
    /// </summary>
    /// <param name="userName">Must not be a possible agent id; a name with a dot never is.</param>
    /// <param name="password">Null: a new one is made.</param>
    /// <param name="cancellation">Ends the call; what was done until then stays.</param>
    public async Task<BrokerAccount> EnsureServerAccountAsync(
        string userName, string? password = null, CancellationToken cancellation = default)
    {
        if (AgentTopology.IsAgentId(userName))
        {
            throw new BrokerAdministrationException(
                BrokerErrors.NameTaken, $"'{userName}' could be an agent's id; give the server's account a name with a dot.");
        }

        await DemandOwnAsync(userName, ServerTag, cancellation);
        var account = await PutUserAsync(userName, ServerTag, password, cancellation);
        await GrantAsync(userName, options.ServerResources, options.ServerResources, options.ServerResources, cancellation);
        return account;
    }

    /// <summary>
    /// The printer monitor's own account: it reads the wanted checks and writes what it saw, and may declare nothing. An existing account
    /// gets the given password.
    /// </summary>
    /// <param name="userName">Must not be a possible agent id; a name with a dot never is.</param>
    /// <param name="password">Null: a new one is made.</param>
    /// <param name="cancellation">Ends the call; what was done until then stays.</param>
    public async Task<BrokerAccount> EnsureMonitorAccountAsync(
        string userName, string? password = null, CancellationToken cancellation = default)
    {
        await DemandOwnAsync(userName, MonitorTag, cancellation);
        var account = await PutUserAsync(userName, MonitorTag, password, cancellation);
        await GrantAsync(userName, Nothing, @"^tf\.health$", @"^tf\.checks$", cancellation);
        return account;
    }

    /// <summary>
    /// Creates the agent's account with a new password, its rights and its queue. Enrolling again replaces the password and ends
    /// connections that were opened with the old one.
    /// </summary>
    /// <exception cref="BrokerAdministrationException">See <see cref="BrokerErrors"/>.</exception>
    public async Task<BrokerAccount> EnrolAgentAsync(string agentId, CancellationToken cancellation = default)
    {
        Demand(agentId);
        await DemandOwnAsync(agentId, AgentTag, cancellation);
        await DeclareAgentQueueAsync(agentId, cancellation);
        var account = await PutUserAsync(agentId, AgentTag, null, cancellation);
        await GrantAsync(agentId, Nothing, @"^tf\.in$", $@"^agent\.{agentId}$", cancellation);
        await _api.PutAsync(
            $"topic-permissions/{VirtualHost}/{agentId}",
            new { exchange = AgentTopology.InExchange, write = @"^job\.{username}\.", read = Nothing },
            cancellation);
        await CloseConnectionsAsync(agentId, cancellation);
        return account;
    }

    /// <summary>Takes the account, its open connections and its queue away. Repeatable.</summary>
    public async Task RemoveAgentAsync(string agentId, CancellationToken cancellation = default)
    {
        Demand(agentId);
        await DemandOwnAsync(agentId, AgentTag, cancellation);
        await _api.DeleteAsync($"users/{agentId}", cancellation);
        await CloseConnectionsAsync(agentId, cancellation);
        await _api.DeleteAsync($"queues/{VirtualHost}/{Escape(AgentTopology.QueueOf(agentId))}", cancellation);
    }

    /// <summary>True when the account exists; says nothing about its password.</summary>
    public async Task<bool> IsEnrolledAsync(string agentId, CancellationToken cancellation = default)
    {
        Demand(agentId);
        return (await _api.GetAsync<User>($"users/{agentId}", cancellation))?.Tags.Contains(AgentTag) == true;
    }

    /// <summary>
    /// The agent's personal queue: classic and durable (it survives a broker's restart while its messages need not), bounded, and
    /// dropped when nobody came for it. Declare it again before enrolling an agent that was away longer than that.
    /// </summary>
    public Task DeclareAgentQueueAsync(string agentId, CancellationToken cancellation = default)
    {
        Demand(agentId);
        return _api.PutAsync(
            $"queues/{VirtualHost}/{Escape(AgentTopology.QueueOf(agentId))}",
            new { durable = true, auto_delete = false, arguments = BrokerTopology.AgentQueueArguments() },
            cancellation);
    }

    /// <summary>
    /// Ends the open connections of an account: a revoked right alone leaves them working. By user, not one by one: the broker
    /// finds a single connection only after its statistics were collected, seconds later.
    /// </summary>
    public Task CloseConnectionsAsync(string userName, CancellationToken cancellation = default) =>
        _api.DeleteAsync($"connections/username/{Escape(userName)}", cancellation);

    public void Dispose() => _api.Dispose();

    private string VirtualHost => Escape(options.VirtualHost);

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static void Demand(string agentId)
    {
        if (!AgentTopology.IsAgentId(agentId))
        {
            throw new BrokerAdministrationException(
                BrokerErrors.AgentIdInvalid, "An agent id is 1 to 40 of a-z, 0-9 and '-', beginning with a letter.");
        }
    }

    private async Task<BrokerAccount> PutUserAsync(string name, string tag, string? password, CancellationToken cancellation)
    {
        var account = new BrokerAccount(name, password ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
        await _api.PutAsync($"users/{Escape(name)}", new { password = account.Password, tags = tag }, cancellation);
        return account;
    }

    private async Task DemandOwnAsync(string name, string tag, CancellationToken cancellation)
    {
        var user = await _api.GetAsync<User>($"users/{Escape(name)}", cancellation);
        if (user is not null && !user.Tags.Contains(tag))
        {
            throw new BrokerAdministrationException(
                BrokerErrors.NameTaken, $"The broker has an account '{name}' that was not made here; choose another name.");
        }
    }

    private Task GrantAsync(string user, string configure, string write, string read, CancellationToken cancellation) =>
        _api.PutAsync($"permissions/{VirtualHost}/{Escape(user)}", new { configure, write, read }, cancellation);

    private sealed record User(string Name, IReadOnlyList<string> Tags);
}
