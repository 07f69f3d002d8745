using System.Collections.Concurrent;
using System.Text.Json;
using TicketFlow.Contracts.Agents;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Broker;

/// <summary>An answer of the server to a local user's question: a value, a refusal, or neither when it stayed silent.</summary>
internal sealed record ServerAnswer<T>(T? Value, Refusal? Refusal)
    where T : class;

/// <summary>Questions that a local user waits for. Nothing is kept: who got no answer asks again.</summary>
internal sealed class ServerQueries(OutgoingQueue outgoing, BrokerOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<object>> _open = new();

    public Task<ServerAnswer<JobHistory>> HistoryAsync(string jobId, CancellationToken cancellationToken) =>
        AskAsync<JobHistory>(
            MessageTypes.JobQuery,
            sequence => JsonSerializer.SerializeToUtf8Bytes(new JobQuery(sequence, jobId), AgentJson.Default.JobQuery),
            cancellationToken);

    /// <summary>The printers that this user may use; those for anybody when there is no user.</summary>
    public Task<ServerAnswer<PrinterList>> PrintersAsync(string domain, string? user, CancellationToken cancellationToken) =>
        AskAsync<PrinterList>(
            MessageTypes.PrinterQuery,
            sequence => JsonSerializer.SerializeToUtf8Bytes(new PrinterQuery(sequence, domain, user), AgentJson.Default.PrinterQuery),
            cancellationToken);

    /// <summary>What the user may lease, with who has it.</summary>
    public Task<ServerAnswer<PrinterList>> ExclusiveAsync(string domain, string user, CancellationToken cancellationToken) =>
        AskAsync<PrinterList>(
            MessageTypes.PrinterQuery,
            sequence => JsonSerializer.SerializeToUtf8Bytes(
                new PrinterQuery(sequence, domain, user, Exclusive: 1), AgentJson.Default.PrinterQuery),
            cancellationToken);

    /// <summary>A resource for one user.</summary>
    public Task<ServerAnswer<LeaseState>> LeaseAsync(Func<long, LeaseRequest> request, CancellationToken cancellationToken) =>
        AskAsync<LeaseState>(
            MessageTypes.LeaseRequest,
            sequence => JsonSerializer.SerializeToUtf8Bytes(request(sequence), AgentJson.Default.LeaseRequest),
            cancellationToken);

    /// <summary>An answer came; always true, since an answer nobody waits for any more is no fault.</summary>
    public bool Answered(long sequence, object answer)
    {
        if (_open.TryRemove(sequence, out var waiting))
        {
            waiting.TrySetResult(answer);
        }

        return true;
    }

    /// <summary>Whether the refusal belonged to a question of a local user.</summary>
    public bool Refused(Refusal refusal)
    {
        if (refusal.Key is not null || !_open.TryRemove(refusal.Sequence, out var waiting))
        {
            return false;
        }

        return waiting.TrySetResult(refusal);
    }

    private async Task<ServerAnswer<T>> AskAsync<T>(string type, Func<long, byte[]> compose, CancellationToken cancellationToken)
        where T : class
    {
        var sequence = outgoing.NextSequence();
        var waiting = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[sequence] = waiting;
        outgoing.Post(new OutgoingMessage(type, compose(sequence)));
        try
        {
            var answer = await waiting.Task.WaitAsync(options.AnswerWait, clock, cancellationToken);
            return new ServerAnswer<T>(answer as T, answer as Refusal);
        }
        catch (TimeoutException)
        {
            return new ServerAnswer<T>(null, null);
        }
        finally
        {
            _open.TryRemove(sequence, out _);
        }
    }
}
