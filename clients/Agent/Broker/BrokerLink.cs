using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Leases;
using TicketFlow.Agent.Options;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Broker;

/// <summary>Holds the connection while there is something to say or to wait for. Never gives up, never ends the agent.</summary>
internal sealed class BrokerLink : BackgroundService
{
    private const int NotFound = 404;
    private const int AccessRefused = 403;

    /// <summary>As many as the protocol allows; a full list tells the server that there are more.</summary>
    private const int MostJobsStated = 1000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly BrokerCredentials _credentials;
    private readonly BrokerOptions _options;
    private readonly OutgoingQueue _outgoing;
    private readonly IncomingMessages _incoming;
    private readonly JobTable _table;
    private readonly AgentIdentity _identity;
    private readonly LinkCondition _condition;
    private readonly LeaseBook _leases;
    private readonly TimeProvider _clock;
    private readonly ILogger<BrokerLink> _log;
    private readonly ConnectionFactory _factory;
    private readonly ResiliencePipeline _again;
    private bool _saidHello;

    public BrokerLink(
        BrokerCredentials credentials, BrokerOptions options, OutgoingQueue outgoing, IncomingMessages incoming, JobTable table,
        AgentIdentity identity, LinkCondition condition, LeaseBook leases, TimeProvider clock, ILogger<BrokerLink> log)
    {
        (_credentials, _options, _outgoing, _incoming) = (credentials, options, outgoing, incoming);
        (_table, _identity, _condition, _leases, _clock, _log) = (table, identity, condition, leases, clock, log);
        _factory = new ConnectionFactory
        {
            Uri = new Uri(credentials.Broker!),
            UserName = credentials.Agent!,
            Password = credentials.Password!,
            ClientProvidedName = $"ticketflow-agent {credentials.Agent}",
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,

            // After a lost network the broker takes the old connection for alive, and the queue for taken, until two of these have passed.
            RequestedHeartbeat = TimeSpan.FromSeconds(30),
            ContinuationTimeout = TimeSpan.FromSeconds(20),
        };
        _again = new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(Retry()).Build();
    }

    /// <summary>A kept document is work as well: an operator's choice to print it again comes by this connection.</summary>
    private bool HasWork => _outgoing.Unconfirmed > 0 || _table.OpenCount > 0 || _table.KeptCount > 0 || _leases.Any;

    /// <summary>Open jobs first: they must not fall out of a full list.</summary>
    private IEnumerable<JobEntry> Held => _table.Open.Concat(_table.Kept).DistinctBy(entry => entry.Key);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await WaitForWorkAsync(stoppingToken);
                await _again.ExecuteAsync(async token => await RunConnectionAsync(token), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent ends.
        }
    }

    private RetryStrategyOptions Retry() => new()
    {
        MaxRetryAttempts = int.MaxValue,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = _options.ReconnectWait,
        MaxDelay = LongestWait,
        ShouldHandle = static attempt =>
            ValueTask.FromResult(attempt.Outcome.Exception is not null && !attempt.Context.CancellationToken.IsCancellationRequested),
        OnRetry = retry =>
        {
            Report(retry.Outcome.Exception!, retry.RetryDelay);
            return default;
        },
    };

    private void Report(Exception error, TimeSpan wait)
    {
        if (error is BrokerUnreachableException { InnerException: AuthenticationFailureException refused })
        {
            _condition.Broken(AgentErrors.ServerSilent, LinkCondition.Refused);
            BrokerLog.AccountRefused(_log, refused);
        }
        else if (error is IdentityInUseException)
        {
            _condition.Broken(AgentErrors.IdentityInUse, error.Message);
            BrokerLog.IdentityInUse(_log, AgentErrors.IdentityInUse, error.Message, wait);
        }
        else if (error is BrokerClosedException closed)
        {
            BrokerLog.Closed(_log, closed.Code, closed.Message);
        }
        else
        {
            _condition.Broken(AgentErrors.ServerSilent, LinkCondition.Away);
            BrokerLog.NotReached(_log, (error.InnerException ?? error).Message, wait);
        }
    }

    private async Task WaitForWorkAsync(CancellationToken cancellationToken)
    {
        // Once at its start it connects in any case: the server learns that jobs of an earlier life are gone, and says what it has kept.
        while (_saidHello && !HasWork)
        {
            // A message wakes at once; open jobs without a message only exist after a restart, where this is asked first.
            await _outgoing.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Returns when the connection was let go in idleness.</summary>
    /// <exception cref="BrokerClosedException">The broker closed it soon after it was opened.</exception>
    private async Task RunConnectionAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _factory.CreateConnectionAsync(cancellationToken);
        BrokerLog.Connected(_log, _credentials.Agent!);
        await using var session = await OpenConsumingAsync(connection, cancellationToken);
        _condition.Works();
        if (!_saidHello || Held.Any(entry => entry.State.JobId is not null))
        {
            // Messages to agents are transient: a broker that was away may have lost go-aheads, and this agent its home.
            _outgoing.Post(Hello());
            _saidHello = true;
        }

        var opened = _clock.GetTimestamp();
        var idleSince = opened;
        try
        {
            await session.RunAsync(MayLetGo, cancellationToken);
        }
        catch when (!cancellationToken.IsCancellationRequested)
        {
            // A message met the break before the session heard of it.
            _outgoing.RepeatRecentReports();
            throw;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (session.Reason is not null || HasWork)
        {
            _outgoing.RepeatRecentReports();
            Broken(session, _clock.GetElapsedTime(opened));
            return;
        }

        await connection.CloseAsync(cancellationToken);
        BrokerLog.LetGo(_log);
        GiveMemoryBack();

        bool MayLetGo()
        {
            if (HasWork)
            {
                idleSince = _clock.GetTimestamp();
            }

            return _clock.GetElapsedTime(idleSince) >= _options.IdleDisconnect;
        }
    }

    /// <summary>
    /// Work leaves some 15 MB of room behind that an agent without work may not need again today. This is the one moment at which the
    /// few milliseconds disturb nobody.
    /// </summary>
    private static void GiveMemoryBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);

    /// <summary>A connection that had worked for a while is made anew at once; one that breaks at once waits longer and longer.</summary>
    private void Broken(BrokerSession session, TimeSpan lived)
    {
        var fault = new BrokerClosedException(session.Reason?.ReplyCode ?? 0, session.Reason?.ReplyText ?? "The subscription was ended.");
        if (lived < LongEnough)
        {
            throw fault;
        }

        Report(fault, TimeSpan.Zero);
    }

    private async Task<BrokerSession> OpenConsumingAsync(IConnection connection, CancellationToken cancellationToken)
    {
        for (var wait = Look; ; wait = wait * 2 > LongestWait ? LongestWait : wait * 2)
        {
            var session = await BrokerSession.OpenAsync(connection, _credentials.Agent!, _outgoing, _incoming, _clock, cancellationToken);
            try
            {
                await session.ConsumeAsync(cancellationToken);
                return session;
            }
            catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == NotFound)
            {
                await session.DisposeAsync();
            }
            catch (OperationInterruptedException e) when (IsTaken(e))
            {
                await session.DisposeAsync();
                throw new IdentityInUseException(_credentials.Agent!);
            }
            catch
            {
                await session.DisposeAsync();
                throw;
            }

            await AskForQueueAsync(connection, cancellationToken);
            await Task.Delay(wait, _clock, cancellationToken);
        }
    }

    /// <summary>The broker has one code for "taken by another consumer" and "not allowed"; only its text tells them apart.</summary>
    private static bool IsTaken(OperationInterruptedException e) => e.ShutdownReason is { ReplyCode: AccessRefused } reason
        && reason.ReplyText.Contains("in exclusive use", StringComparison.Ordinal);

    private async Task AskForQueueAsync(IConnection connection, CancellationToken cancellationToken)
    {
        BrokerLog.QueueMissing(_log, _credentials.Agent!);
        await using var session = await BrokerSession.OpenAsync(
            connection, _credentials.Agent!, new OutgoingQueue(_clock), _incoming, _clock, cancellationToken);
        using var limit = new CancellationTokenSource(_options.AnswerWait, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await session.PublishNowAsync(Hello(), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw session.Reason is { } reason
                ? new BrokerClosedException(reason.ReplyCode, reason.ReplyText)
                : new BrokerSilentException("The broker did not confirm a message in time.");
        }
    }

    /// <summary>The number is taken before the list is made: a job asked for later has a greater one and is not missed in it.</summary>
    private OutgoingMessage Hello()
    {
        var starts = _identity.Starts;
        var hello = new Hello(_outgoing.NextSequence(), _identity.ClientVersion, Address: _identity.Address)
        {
            Start = starts.Count > 0 ? starts[0] : null,
            Previous = starts.Count > 1 ? [.. starts.Skip(1)] : null,
        };
        List<HeldJob> held = [.. Held.Take(MostJobsStated).Select(entry => HeldJobs.Of(entry.State, entry.BytesSent))];
        return new OutgoingMessage(
            MessageTypes.Hello,
            JsonSerializer.SerializeToUtf8Bytes(hello with { Jobs = held.Count > 0 ? held : null }, AgentJson.Default.Hello));
    }
}
