using System.Collections.Immutable;

namespace TicketFlow.Reporting.Schedules;

/// <summary>A schedule as it stands.</summary>
/// <param name="Schedule">What is wanted.</param>
/// <param name="Since">What was due earlier is not made up for, UTC.</param>
/// <param name="IsPaused">Nothing goes out.</param>
/// <param name="Number">0, or below it once it was changed: another report than the one that went out about the same period.</param>
internal sealed record KnownSchedule(ReportSchedule Schedule, DateTimeOffset Since, bool IsPaused, long Number);

/// <summary>A report that somebody wants out of turn.</summary>
/// <param name="Number">Its event's version in the stream.</param>
/// <param name="At">When it was asked for, UTC.</param>
internal sealed record ReportRequest(long Number, DateTimeOffset At, ReportSchedule Schedule, ReportPeriod Period);

/// <summary>All schedules, folded from their stream.</summary>
internal sealed record ReportScheduleBook(ImmutableSortedDictionary<string, KnownSchedule> Schedules, ImmutableList<ReportRequest> Requests)
{
    // Whoever asks for more at once has the oldest forgotten.
    private const int MostRequests = 200;

    public static ReportScheduleBook Empty { get; } =
        new(ImmutableSortedDictionary.Create<string, KnownSchedule>(StringComparer.Ordinal), []);

    public KnownSchedule? Find(string name) => Schedules.GetValueOrDefault(name);

    public ReportScheduleBook Evolve(ReportScheduleEvent fact, long version, DateTimeOffset at) => (fact, Find(fact.Name)) switch
    {
        (ReportScheduled e, var known) => Put(new KnownSchedule(e.Schedule, at, known?.IsPaused ?? false, known is null ? 0 : -version)),
        (ReportSchedulePaused, { } known) => Put(known with { IsPaused = true }),
        (ReportScheduleResumed, { } known) => Put(known with { IsPaused = false, Since = at }),
        (ReportScheduleRemoved, _) => this with
        {
            Schedules = Schedules.Remove(fact.Name),
            Requests = Requests.RemoveAll(r => r.Schedule.Name == fact.Name),
        },
        (ReportRequested e, { } known) => this with
        {
            Requests = (Requests.Count < MostRequests ? Requests : Requests.RemoveAt(0)).Add(
                new ReportRequest(version, at, known.Schedule, new ReportPeriod(e.From, e.Until))),
        },
        _ => this,
    };

    private ReportScheduleBook Put(KnownSchedule known) => this with { Schedules = Schedules.SetItem(known.Schedule.Name, known) };
}
