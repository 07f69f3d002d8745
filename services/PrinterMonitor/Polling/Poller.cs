using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Leases;

namespace TicketFlow.PrinterMonitor.Polling;

/// <summary>
/// Asks this monitor's share of the fleet, each resource at its own pace. One loop owns the wheel; questions run beside it, thousands at
/// once.
/// </summary>
internal sealed class Poller(
    FleetDirectory fleet, FleetShare share, PollDesk desk, IOptions<PollingOptions> options, TimeProvider clock, ILogger<Poller> log)
    : BackgroundService
{
    private const int Buckets = 1024;

    private static readonly TimeSpan Later = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly PollWheel<(PollSlot Slot, int Turn)> _wheel = new(Buckets);
    private readonly ConcurrentDictionary<string, PollSlot> _slots = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(PollSlot Slot, TimeSpan Wait)> _returned = new();
    private readonly ConcurrentQueue<string> _changed = new();
    private readonly Queue<PollSlot> _ready = new();
    private int _inFlight;
    private int _generation = -1;

    /// <summary>Resources this monitor asks now.</summary>
    public int Count => _slots.Count;

    /// <summary>The slot of a resource that is this monitor's, or null.</summary>
    public PollSlot? Find(string resource) => _slots.GetValueOrDefault(resource);

    /// <summary>Those that have answered once and not these last times.</summary>
    public IEnumerable<PollSlot> Missing(int misses) => _slots.Values.Where(slot => slot.Last is not null && slot.Misses >= misses);

    /// <summary>The resource is another than before, or new, or gone.</summary>
    public void Changed(string resource) => _changed.Enqueue(resource);

    /// <summary>Somebody wrote the resource's health down: what the slot remembers of it may be old. Null: any of them.</summary>
    public void Forget(string? resource)
    {
        foreach (var slot in resource is null ? _slots.Values : Find(resource) is { } one ? [one] : [])
        {
            slot.Forget();
        }
    }

    /// <summary>Asks this one at once (a trap, a doubt); nothing when it is not this monitor's.</summary>
    public void Hurry(string resource)
    {
        if (Find(resource) is { } slot)
        {
            slot.Hurry();
            _returned.Enqueue((slot, TimeSpan.Zero));
        }
    }

    /// <summary>It was asked through this slot, which is left: its next turn follows from what it said now, whoever asked.</summary>
    public void Asked(PollSlot slot)
    {
        _returned.Enqueue((slot, PollPace.WaitAfter(slot.Last, slot.Misses, options.Value, Random.Shared.NextDouble())));
        // A hurry that came meanwhile found it busy, and the newest turn is the one that counts. Looked at last: a hurry from here on
        // puts its own turn behind the one above.
        if (slot.TakeHurry())
        {
            _returned.Enqueue((slot, TimeSpan.Zero));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        var (due, start) = (new List<(PollSlot Slot, int Turn)>(), clock.GetTimestamp());
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var tick = clock.GetElapsedTime(start).Ticks / Tick.Ticks;
            ShareOut(tick);
            while (_returned.TryDequeue(out var returned))
            {
                Schedule(returned.Slot, tick, returned.Wait);
            }

            due.Clear();
            _wheel.Advance(tick, due);
            foreach (var (slot, turn) in due)
            {
                if (turn == slot.Turn && !slot.IsRetired)
                {
                    _ready.Enqueue(slot);
                }
            }

            while (Volatile.Read(ref _inFlight) < options.Value.MostInFlight && _ready.TryDequeue(out var slot))
            {
                Start(slot, stoppingToken);
            }
        }
    }

    /// <summary>After a change of members the whole fleet is shared out again; after a change of the fleet only what changed.</summary>
    private void ShareOut(long tick)
    {
        var generation = share.Generation;
        if (generation != _generation)
        {
            _generation = generation;
            foreach (var name in fleet.All.Select(t => t.Resource).Concat(_slots.Keys).Distinct(StringComparer.Ordinal).ToList())
            {
                Place(name, tick);
            }

            PollLog.SharedOut(log, _slots.Count, fleet.Count);
        }

        while (_changed.TryDequeue(out var name))
        {
            Place(name, tick);
        }
    }

    private void Place(string name, long tick)
    {
        var target = share.IsMine(name) ? fleet.Find(name) : null;
        var slot = _slots.GetValueOrDefault(name);
        if (slot?.Target == target)
        {
            return;
        }

        if (slot is not null)
        {
            slot.IsRetired = true;
            _slots.TryRemove(name, out _);
        }

        if (target is not null && desk.Open(target) is { } opened)
        {
            _slots[name] = opened;
            // A fleet that begins at once would ask at once. A single newcomer is asked at once.
            Schedule(opened, tick, _slots.Count < Buckets ? TimeSpan.Zero : options.Value.Idle * Random.Shared.NextDouble());
        }
    }

    private void Schedule(PollSlot slot, long tick, TimeSpan wait)
    {
        slot.Turn++;
        _wheel.Add(tick + (wait.Ticks / Tick.Ticks), (slot, slot.Turn));
    }

    private void Start(PollSlot slot, CancellationToken stopping)
    {
        if (slot.IsRetired)
        {
            return;
        }

        // Without a lease somebody else may be asking it. Or a check is at it: its answer is as good as ours.
        if (!share.IsLive || !slot.TryEnter())
        {
            _returned.Enqueue((slot, Later));
            return;
        }

        slot.TakeHurry();
        Interlocked.Increment(ref _inFlight);
        _ = AskAsync(slot, stopping);
    }

    private async Task AskAsync(PollSlot slot, CancellationToken stopping)
    {
        try
        {
            await desk.AskAsync(slot, ProbeEffort.Patient, reason: null, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // The database is away: whoever waits for it says so, once and not for each printer.
        }
        catch (Exception e)
        {
            // One printer's bad luck (or a fault here) must not end the others' polls.
            PollLog.Failed(log, e, slot.Target.Resource);
        }
        finally
        {
            slot.Leave();
            Interlocked.Decrement(ref _inFlight);
            Asked(slot);
        }
    }
}
