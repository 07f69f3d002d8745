using TicketFlow.Reporting.Api.Callers;
using static TicketFlow.Reporting.Api.Lists.CellKind;

namespace TicketFlow.Reporting.Api.Lists;

/// <summary>The lists there are.</summary>
internal static class Listings
{
    public static readonly Listing Jobs = new(
        "jobs", "Every job and every refused request, as it stands now.", "reporting.job", "jobId", "openedAt", ApiRoles.Read,
        [
            new("jobId", "job_id", Text, "The job.", true),
            new("state", "state", Text, "Where it is, or how it ended.", true),
            new("agent", "agent", Text, "The client it came from.", true),
            new("resource", "resource", Text, "The printer.", true),
            new("domain", "domain", Text, "The user's domain.", true),
            new("user", "user_name", Text, "The user.", true),
            new("title", "title", Text, "The document's title."),
            new("openedAt", "opened_at", Time, "When it was asked for."),
            new("queuedAt", "queued_at", Time, "When it was spooled and described."),
            new("startedAt", "started_at", Time, "First byte."),
            new("endedAt", "ended_at", Time, "When it ended."),
            new("attempt", "attempt", Number, "The newest attempt."),
            new("bytes", "bytes", Number, "Size of the document."),
            new("pages", "pages", Number, "Printed sides of one copy."),
            new("copies", "copies", Number, "Copies."),
            new("sheets", "sheets", Number, "Sheets of all copies."),
            new("colour", "colour", Flag, "False: grey or black only.", true),
            new("sides", "sides", Number, "Sides per sheet, 1 or 2.", true),
            new("paper", "paper", Text, "Name of PWG 5101.1.", true),
            new("code", "code", Text, "Why it did not print.", true),
            new("grade", "grade", Text, "How sure completion is.", true),
            new("waitMs", "wait_ms", Number, "Waiting time, milliseconds."),
            new("printMs", "print_ms", Number, "Printing time, milliseconds."),
        ]);

    public static readonly Listing Outcomes = new(
        "outcomes", "One row per ended attempt or refusal, with the organisation as it was then.", "reporting.outcome", "sequence", "at",
        ApiRoles.Read,
        [
            new("sequence", "sequence", Number, "The event's place in the log."),
            new("at", "at", Time, "When it ended."),
            new("kind", "kind", Text, "completed, failed, interrupted, cancelled, refused, not-started, moved or leased.", true),
            new("jobId", "job_id", Text, "The job.", true),
            new("attempt", "attempt", Number, "Which attempt."),
            new("isFinal", "is_final", Flag, "False: the job went on.", true),
            new("isFirst", "is_first", Flag, "The job's first end: count these to count jobs.", true),
            new("code", "code", Text, "Why it did not print.", true),
            new("grade", "grade", Text, "How sure completion is.", true),
            new("agent", "agent", Text, "The client it came from.", true),
            new("resource", "resource", Text, "The printer.", true),
            new("site", "site", Text, "Where the printer stood.", true),
            new("domain", "domain", Text, "The user's domain.", true),
            new("user", "user_name", Text, "The user.", true),
            new("department", "department", Text, "The user's, then.", true),
            new("costCentre", "cost_centre", Text, "Who paid for the user, then.", true),
            new("groups", "groups", Texts, "The user's groups, then."),
            new("bytes", "bytes", Number, "Size of the document."),
            new("bytesSent", "bytes_sent", Number, "What left for the printer."),
            new("pages", "pages", Number, "Printed sides of one copy."),
            new("copies", "copies", Number, "Copies."),
            new("sheets", "sheets", Number, "Sheets of all copies."),
            new("colour", "colour", Flag, "False: grey or black only.", true),
            new("sides", "sides", Number, "Sides per sheet.", true),
            new("paper", "paper", Text, "Name of PWG 5101.1.", true),
            new("openedAt", "opened_at", Time, "When it was asked for."),
            new("waitMs", "wait_ms", Number, "Waiting time, milliseconds."),
            new("printMs", "print_ms", Number, "Printing time, milliseconds."),
        ]);

    public static readonly Listing Resources = new(
        "resources", "Every resource that was ever registered.", "reporting.resource", "name", null, ApiRoles.Read,
        [
            new("name", "name", Text, "Its name.", true),
            new("kind", "kind", Text, "printer, …", true),
            new("location", "location", Text, "For people."),
            new("registeredAt", "registered_at", Time, "Since when."),
        ]);

    public static readonly Listing Downtimes = new(
        "downtimes", "When a resource did not work, or was out of service.", "reporting.downtime", "sequence", "startedAt", ApiRoles.Read,
        [
            new("sequence", "sequence", Number, "Of the event that began it."),
            new("resource", "resource", Text, "Which.", true),
            new("kind", "kind", Text, "fault or disabled.", true),
            new("causes", "causes", Texts, "Keywords of IPP printer-state-reasons."),
            new("source", "source", Text, "Who found it.", true),
            new("startedAt", "started_at", Time, "Since when."),
            new("endedAt", "ended_at", Time, "Until when; empty while it lasts."),
        ]);

    public static readonly Listing Assignments = new(
        "organisation/assignments", "Who belonged where since when, as recorded.", "reporting.assignment", "sequence", "from",
        ApiRoles.Read,
        [
            new("sequence", "sequence", Number, "The event's place in the log."),
            new("kind", "kind", Text, "person, department or resource.", true),
            new("subject", "subject", Text, "DOMAIN\\user, department or resource.", true),
            new("from", "from_at", Time, "From when it holds."),
            new("department", "department", Text, "Of a person.", true),
            new("costCentre", "cost_centre", Text, "Who pays.", true),
            new("groups", "groups", Texts, "Of a person."),
            new("site", "site", Text, "Of a resource.", true),
        ]);

    public static readonly Listing Charges = new(
        "charges", "What each ended job cost, by the tariff in force then; never changed.", "reporting.charge", "sequence", "at",
        ApiRoles.Finance,
        [
            new("sequence", "sequence", Number, "The outcome's place in the log."),
            new("jobId", "job_id", Text, "The job.", true),
            new("at", "at", Time, "When the outcome was recorded."),
            new("domain", "domain", Text, "The user's domain.", true),
            new("user", "user_name", Text, "The user.", true),
            new("department", "department", Text, "The user's, then.", true),
            new("costCentre", "cost_centre", Text, "Who paid, then.", true),
            new("resource", "resource", Text, "The printer.", true),
            new("outcome", "outcome", Text, "How it ended.", true),
            new("grade", "grade", Text, "How sure completion is.", true),
            new("tariff", "tariff", Text, "By which tariff.", true),
            new("tariffVersion", "tariff_version", Number, "… and which version of it.", true),
            new("currency", "currency", Text, "ISO 4217.", true),
            new("net", "net", CellKind.Decimal, "The sum of the lines, without tax."),
            new("unpriced", "unpriced", Flag, "Something was unknown that the tariff does not guess.", true),
            new("lines", "lines", Json, "How it comes about: code, text, quantity, unit, unitPrice, amount."),
        ]);

    public static readonly Listing Tariffs = new(
        "tariffs", "The tariffs as recorded, one row per version.", "reporting.tariff_version", "sequence", "effectiveFrom", ApiRoles.Read,
        [
            new("sequence", "sequence", Number, "The event's place in the log."),
            new("name", "name", Text, "The tariff.", true),
            new("version", "version", Number, "From 1.", true),
            new("effectiveFrom", "effective_from", Time, "From when it holds."),
            new("currency", "currency", Text, "ISO 4217.", true),
            new("trial", "trial", Flag, "Only for reports, never charged.", true),
            new("withdrawnBy", "withdrawn_by", Number, "The event that took it out of force."),
            new("document", "document", Json, "As it was set."),
        ]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Listing> All { get; } = [Jobs, Outcomes, Charges, Tariffs, Resources, Downtimes, Assignments];
}
