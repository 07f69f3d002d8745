using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TicketFlow.PrinterMonitor.Changes;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.Polling;

/// <summary>What one question gave.</summary>
/// <param name="Answered">The device itself spoke.</param>
/// <param name="Health">How it is now, as far as is known; null when nothing is known.</param>
/// <param name="Known">What is written down of it.</param>
/// <param name="Problem">Why nothing is known, for people.</param>
internal sealed record PollResult(bool Answered, PrinterHealth? Health, KnownHealth Known, string? Problem);

/// <summary>
/// Asks one resource and sees to what follows: reading, health, change. A reading that is no news costs no statement at all.
/// </summary>
internal sealed class PollDesk(
    IEnumerable<IHealthSource> sources, HealthRecorder recorder, HealthStore store, SeenBook seen, IEnumerable<IHealthObserver> observers,
    IOptions<PollingOptions> options, TimeProvider clock, ILogger<PollDesk> log)
{
    private static readonly Meter Meter = new(Leases.MonitorMeters.MeterName);
    private static readonly Counter<long> Polls = Meter.CreateCounter<long>("ticketflow.monitor.polls", "{poll}");

    private readonly Dictionary<string, IHealthSource> _sources = sources.ToDictionary(s => s.Protocol, StringComparer.Ordinal);
    private readonly LeanHealth _lean = new();
    private readonly IHealthObserver[] _observers = [.. observers];

    /// <summary>A slot for this resource, or null when no source knows its protocol.</summary>
    public PollSlot? Open(FleetTarget target) =>
        _sources.TryGetValue(target.Health.Protocol, out var source) ? new PollSlot(target, source.Open(target)) : null;

    /// <summary>Asks; the caller has entered the slot.</summary>
    /// <param name="slot">The resource.</param>
    /// <param name="effort">How long it may take.</param>
    /// <param name="reason">Why somebody asked for it, or null for a poll in turn.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<PollResult> AskAsync(PollSlot slot, ProbeEffort effort, string? reason, CancellationToken cancellation)
    {
        // Before the question: what the device says later cannot be older than this.
        var at = clock.GetUtcNow();
        var answer = await slot.Probe.AskAsync(effort, cancellation);
        Polls.Add(1);
        if (answer.Health is { } health)
        {
            return await AnsweredAsync(slot, health, answer.Identity, at, cancellation);
        }

        return answer.IsSilent
            ? await SilentAsync(slot, reason, at, cancellation)
            : await RefusedAsync(slot, answer.Problem!, cancellation);
    }

    private async Task<PollResult> AnsweredAsync(
        PollSlot slot, PrinterHealth read, DeviceIdentity? identity, DateTimeOffset at, CancellationToken cancellation)
    {
        // What says the same stays the same object: else each poll makes an old one garbage that only a full collection finds.
        var health = slot.Last is { } last && last.SaysTheSameAs(read) ? last : _lean.Of(read);
        (slot.Last, slot.Misses) = (health, 0);
        foreach (var observer in _observers)
        {
            observer.Observe(slot.Target, health, at);
        }

        var known = await RecordAsync(slot, health, at, cancellation);
        if (at - slot.NotedAt >= options.Value.NoteSeenEvery || slot.Problem is not null)
        {
            (slot.NotedAt, slot.Problem) = (at, null);
            seen.Note(new SeenNote(slot.Target.Resource, at, health, identity, null));
        }

        return new PollResult(true, health, known, null);
    }

    private async Task<PollResult> SilentAsync(PollSlot slot, string? reason, DateTimeOffset at, CancellationToken cancellation)
    {
        // After a start the device's last words are in the database, not in memory.
        if (slot is { Last: null, IsRecalled: false })
        {
            slot.Last = await store.ReadDetailAsync(slot.Target.Resource, cancellation);
            slot.IsRecalled = true;
        }

        slot.Misses += SilenceRule.WeightOf(reason, slot.Last);
        if (SilenceRule.After(slot.Last, slot.Misses) is { } silent)
        {
            return new PollResult(false, silent, await RecordAsync(slot, silent, at, cancellation), "it does not answer");
        }

        Note(slot, slot.Last is null ? "it has never answered" : null);
        return new PollResult(false, slot.Last, await KnownAsync(slot, cancellation), "it does not answer");
    }

    private async Task<PollResult> RefusedAsync(PollSlot slot, string problem, CancellationToken cancellation)
    {
        if (slot.Problem != problem)
        {
            PollLog.Refused(log, slot.Target.Resource, problem);
        }

        Note(slot, problem);
        return new PollResult(false, slot.Last, await KnownAsync(slot, cancellation), problem);
    }

    private void Note(PollSlot slot, string? problem)
    {
        if (slot.Problem != problem)
        {
            slot.Problem = problem;
            seen.Note(new SeenNote(slot.Target.Resource, null, null, null, problem));
        }
    }

    private async Task<KnownHealth> RecordAsync(PollSlot slot, PrinterHealth health, DateTimeOffset at, CancellationToken cancellation)
    {
        var known = slot.Known;
        if (known is not null && slot.Settled is { } settled && ReferenceEquals(settled.Health, health)
            && ReferenceEquals(settled.Known, known))
        {
            return known;
        }

        var observation = new Observation(slot.Target, health, slot.Target.Health.Protocol, at);
        if (known is not null && HealthFacts.ChangeOf(known, observation) is null)
        {
            // An older reading than the known one is no news only for now.
            if (!(known.ReadAt > at))
            {
                slot.Settled = (health, known);
            }

            return known;
        }

        var forgotten = slot.Forgotten;
        var written = _lean.Of(await recorder.RecordAsync(observation, cancellation));
        slot.Learn(written, forgotten);
        return written;
    }

    private async Task<KnownHealth> KnownAsync(PollSlot slot, CancellationToken cancellation)
    {
        if (slot.Known is { } known)
        {
            return known;
        }

        var (forgotten, name) = (slot.Forgotten, slot.Target.Resource);
        var read = _lean.Of((await store.ReadAsync([name], cancellation)).GetValueOrDefault(name) ?? KnownHealth.Nothing);
        slot.Learn(read, forgotten);
        return read;
    }
}

internal static partial class PollLog
{
    [LoggerMessage(2000, LogLevel.Warning, "The health of {Resource} cannot be read: {Problem}.")]
    public static partial void Refused(ILogger log, string resource, string problem);

    [LoggerMessage(2001, LogLevel.Error, "Asking {Resource} failed in a way nobody foresaw.")]
    public static partial void Failed(ILogger log, Exception exception, string resource);

    [LoggerMessage(2002, LogLevel.Information, "This monitor asks {Mine} of {All} resources.")]
    public static partial void SharedOut(ILogger log, int mine, int all);
}
