namespace TicketFlow.TicketServer.Support;

/// <summary>Kinds of notices. Stored and configured; never rename.</summary>
public static class SupportKinds
{
    public const string ResourceStopped = "resource-stopped";
    public const string ResourceWorks = "resource-works";
    public const string AdministratorAlerted = "administrator-alerted";

    public const string AgentForked = "agent-forked";

    /// <summary>From the reporting service: a scheduled report did not reach somebody and is not tried again.</summary>
    public const string ReportNotDelivered = "report-not-delivered";

    /// <summary>From the reporting service: a scheduled report could not be made for too long; it is tried on.</summary>
    public const string ReportLate = "report-late";

    /// <summary>From the reporting service: a projection had to leave events out.</summary>
    public const string EventsParked = "events-parked";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [ResourceStopped, ResourceWorks, AdministratorAlerted, AgentForked, ReportNotDelivered, ReportLate, EventsParked];
}

/// <summary>Something support is told about.</summary>
/// <param name="Kind">One of <see cref="SupportKinds"/>.</param>
/// <param name="Text">A sentence for people.</param>
/// <param name="Resource">The resource concerned, or null.</param>
/// <param name="Job">The job concerned, or null.</param>
/// <param name="Causes">Why, as IPP printer-state-reasons keywords; empty when there is none.</param>
/// <param name="Source">Who found it, as the event says; or null.</param>
public sealed record SupportNotice(
    string Kind, string Text, string? Resource = null, string? Job = null, IReadOnlyList<string>? Causes = null, string? Source = null);

/// <summary>A notice on its way to somebody.</summary>
/// <param name="Id">The id of the event it comes from; a repeated delivery carries the same.</param>
/// <param name="At">When the event was recorded, UTC.</param>
public sealed record PendingNotice(Guid Id, DateTimeOffset At, SupportNotice Notice);
