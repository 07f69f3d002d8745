namespace TicketFlow.Reporting.Schedules;

// All in the stream "report-schedules": there are few, and they are read together. Storage format: add optional members only. Who did it is
// the header "actor".

/// <summary>A fact of the reports that go out by mail.</summary>
/// <param name="Name">The schedule's.</param>
public abstract record ReportScheduleEvent(string Name);

/// <summary>The schedule is new, or replaces the one of its name. What was due before is not made up for.</summary>
public sealed record ReportScheduled(ReportSchedule Schedule) : ReportScheduleEvent(Schedule.Name);

/// <summary>Nothing goes out until it is resumed.</summary>
public sealed record ReportSchedulePaused(string Name) : ReportScheduleEvent(Name);

/// <summary>It goes on; what was due meanwhile is not made up for.</summary>
public sealed record ReportScheduleResumed(string Name) : ReportScheduleEvent(Name);

/// <summary>The schedule is gone.</summary>
public sealed record ReportScheduleRemoved(string Name) : ReportScheduleEvent(Name);

/// <summary>Somebody wants the report once, out of turn.</summary>
/// <param name="From">First day.</param>
/// <param name="Until">The first day that it is not about.</param>
public sealed record ReportRequested(string Name, DateOnly From, DateOnly Until) : ReportScheduleEvent(Name);

/// <summary>Stored names; they stay.</summary>
public static class ReportScheduleEventTypes
{
    /// <summary>The stream.</summary>
    public const string Stream = "report-schedules";

    /// <summary>Class to stored alias.</summary>
    public static IReadOnlyDictionary<Type, string> Aliases { get; } = new Dictionary<Type, string>
    {
        [typeof(ReportScheduled)] = "report_scheduled",
        [typeof(ReportSchedulePaused)] = "report_schedule_paused",
        [typeof(ReportScheduleResumed)] = "report_schedule_resumed",
        [typeof(ReportScheduleRemoved)] = "report_schedule_removed",
        [typeof(ReportRequested)] = "report_requested",
    };

    /// <summary>Registers events and aggregate.</summary>
    public static void Configure(EventStore.StoreOptions options)
    {
        foreach (var (type, alias) in Aliases)
        {
            options.Events.MapEventType(type, alias);
        }

        options.Events.Aggregate<ReportScheduleBook>(
            "report_schedules",
            (book, e) => e.Data is ReportScheduleEvent fact
                ? (book ?? ReportScheduleBook.Empty).Evolve(fact, e.Version, e.Timestamp) : book);
    }
}
