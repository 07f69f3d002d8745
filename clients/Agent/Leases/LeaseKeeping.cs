using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Broker;
using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Leases;

/// <summary>What the server's word does to a lease, and what is said to the server about it.</summary>
internal sealed class LeaseKeeping(LeaseBook book, OutgoingQueue outgoing, TimeProvider clock, ILogger<LeaseKeeping> log)
{
    /// <summary>The agent speaks three times within the time after which the server ends a lease.</summary>
    private const int Words = 3;

    /// <summary>What was not answered is said again after this.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    /// <summary>Longer than anybody waits for an answer.</summary>
    private static readonly TimeSpan Asking = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, long> _due = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(string Key, string Type), bool> _onTheWay = new();

    /// <summary>Beats when there is another lease to keep or to give back.</summary>
    public Pulse Changes { get; } = new();

    /// <summary>It is written down before it is asked for: after a crash it is given back.</summary>
    /// <exception cref="IOException">It cannot be written down; it must not be asked for.</exception>
    public HeldLease Ask(string resource, string user)
    {
        var lease = new HeldLease(JobKeys.Next(), Id: null, resource, user, Wanted: false, default, default);
        _due[lease.Key] = In(Asking);
        book.Put(lease);
        return lease;
    }

    /// <summary>The server said no.</summary>
    /// <exception cref="IOException">It cannot be written down.</exception>
    public void Refused(HeldLease asked) => Forget(asked);

    /// <summary>The user has it, and knows it a moment later.</summary>
    /// <exception cref="IOException">It cannot be written down; it is to be given back.</exception>
    public HeldLease Have(HeldLease asked, LeaseState granted)
    {
        var now = clock.GetUtcNow();
        var lease = asked with
        {
            Id = granted.LeaseId,
            Wanted = true,
            Since = now,
            Until = now + TimeSpan.FromSeconds(granted.SecondsLeft ?? 0),
        };
        book.Put(lease);
        _due[lease.Key] = In(TimeSpan.FromSeconds(granted.RenewWithin ?? 0) / Words);
        Changes.Beat();
        return lease;
    }

    /// <summary>Nobody wants it any more; it is remembered until the server says that it has ended, and said again until then.</summary>
    /// <exception cref="IOException">It cannot be written down, so it is not given back.</exception>
    public void GiveBack(HeldLease lease)
    {
        try
        {
            book.Put(lease with { Wanted = false });
        }
        finally
        {
            // Due even if it cannot be written down: with a lease that is still wanted it is an earlier sign of life.
            _due[lease.Key] = clock.GetTimestamp();
            Changes.Beat();
        }
    }

    /// <summary>The server told how a lease stands.</summary>
    public void Take(LeaseState told)
    {
        var lease = book.Find(told.Key, told.LeaseId);
        try
        {
            if (told.State == LeaseStates.Ended && lease is not null)
            {
                Forget(lease);
                LeaseLog.Ended(log, lease.Resource, lease.User, told.Code ?? "");
            }
            else if (told.State == LeaseStates.Granted && lease is { Wanted: true })
            {
                _due[lease.Key] = In(TimeSpan.FromSeconds(told.RenewWithin ?? 0) / Words);
                if (book.Find(lease.Key, "") is { Wanted: false } returned)
                {
                    // Given back in this very moment: that is due now.
                    GiveBack(returned);
                }
            }
            else if (told.State == LeaseStates.Granted && lease is null)
            {
                // Nobody here knows of it: the agent lost its home. Others may want it.
                Say(told.LeaseId, MessageTypes.LeaseReturn, Return(told.LeaseId, told.Resource, key: null));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LeaseLog.NotWritten(log, told.Resource, e.Message);
        }
    }

    /// <summary>Says what is due, and returns how long until the next is; null: there is nothing to keep.</summary>
    public TimeSpan? SayDue()
    {
        var (now, next) = (clock.GetTimestamp(), default(long?));
        foreach (var lease in book.All)
        {
            var due = _due.GetOrAdd(lease.Key, now);
            if (due <= now)
            {
                _due[lease.Key] = due = In(Again);
                Say(lease);
            }

            next = next is null || due < next ? due : next;
        }

        return next is { } at ? clock.GetElapsedTime(now, at) : null;
    }

    /// <summary>A moment that nobody's setting of the clock moves.</summary>
    private long In(TimeSpan wait) => clock.GetTimestamp() + (long)(wait.TotalSeconds * clock.TimestampFrequency);

    private void Say(HeldLease lease)
    {
        if (lease.Wanted)
        {
            Say(lease.Key, MessageTypes.LeaseRenewal, JsonSerializer.SerializeToUtf8Bytes(
                new LeaseRenewal(outgoing.NextSequence(), lease.Id, lease.Resource), AgentJson.Default.LeaseRenewal));
        }
        else
        {
            Say(lease.Key, MessageTypes.LeaseReturn, Return(lease.Id, lease.Resource, lease.Key));
        }
    }

    private byte[] Return(string? id, string resource, string? key) => JsonSerializer.SerializeToUtf8Bytes(
        new LeaseReturn(outgoing.NextSequence(), id, resource, key), AgentJson.Default.LeaseReturn);

    private void Forget(HeldLease lease)
    {
        book.Remove(lease.Key);
        _due.TryRemove(lease.Key, out _);
        Changes.Beat();
    }

    /// <summary>While there is no connection one word of a kind is enough.</summary>
    private void Say(string key, string type, byte[] body)
    {
        if (_onTheWay.TryAdd((key, type), true))
        {
            outgoing.Post(new OutgoingMessage(type, body, () => _onTheWay.TryRemove((key, type), out _)));
        }
    }
}

internal static partial class LeaseLog
{
    [LoggerMessage(2700, LogLevel.Information, "The lease of {Resource} for {User} has ended ({Reason}).")]
    public static partial void Ended(ILogger log, string resource, string user, string reason);

    [LoggerMessage(2701, LogLevel.Warning, "The lease of {Resource} cannot be written down: {Reason}.")]
    public static partial void NotWritten(ILogger log, string resource, string reason);
}
