using System.Globalization;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Output;

/// <summary>A job in one line for people.</summary>
internal static class Sentences
{
    private const int Minute = 60;

    public static string Of(LocalJob job) => $"{Name(job)}: {State(job)}{Question(job.Question)}";

    public static string Of(LocalLease lease) => string.Create(
        CultureInfo.InvariantCulture,
        $"{lease.Resource} is yours until {lease.Until.ToLocalTime():yyyy-MM-dd HH:mm}. ")
        + $"Give it back with 'ticketflow release {lease.Resource}'.";

    /// <summary>What the user should know besides; null as a rule.</summary>
    public static string? Advice(LocalJob job) => job.Advice is { } advice ? $"{advice.Text} ({advice.Code})" : null;

    public static string Name(LocalJob job) => job.JobId ?? job.Key;

    /// <summary>Place, forecast and reason of a job that waits; empty when nothing is known.</summary>
    public static string Place(LocalJob job) => string.Join(", ", new[]
    {
        job.Position is { } place ? string.Create(CultureInfo.InvariantCulture, $"place {place}") : null,
        job.StartsInSeconds is { } seconds ? "starts in about " + Duration(seconds) : null,
        job.Why,
    }.OfType<string>());

    public static string Alternatives(IReadOnlyList<LocalAlternative>? alternatives) => alternatives is { Count: > 0 }
        ? " Other printers: " + string.Join(", ", alternatives.Select(Alternative)) + "."
        : "";

    public static string Alternative(LocalAlternative a) =>
        $"{a.Printer} ({a.Waiting} waiting{(a.Location is { } location ? ", " + location : "")})";

    public static string Question(LocalQuestion? question) => question switch
    {
        null => "",
        { Answered: true } => $". {question.Text} You wait for it.",
        _ => $". {question.Text}{Alternatives(question.Alternatives)} Answer: ticketflow answer JOB cancel|wait|move PRINTER",
    };

    /// <summary>Pages, copies, sheets and so on, as far as known; empty when nothing is.</summary>
    public static string Document(LocalDocument? document) => document is null ? "" : string.Join(", ", new[]
    {
        Count(document.Pages, "page"),
        document.Copies > 1 ? Count(document.Copies, "copy") : null,
        Count(document.Sheets, "sheet"),
        document.Sides is 2 ? "two-sided" : null,
        document.Colour switch { true => "colour", false => "black and white", _ => null },
        document.Paper,
    }.OfType<string>());

    private static string? Count(int? number, string one) => number switch
    {
        null => null,
        1 => "1 " + one,
        _ when one == "copy" => string.Create(CultureInfo.InvariantCulture, $"{number} copies"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{number} {one}s"),
    };

    private static string State(LocalJob job) => job.State switch
    {
        JobStates.Completed => $"printed on {job.Printer}, {job.BytesSent:N0} bytes{Pages(job)}.",
        JobStates.Interrupted => $"interrupted in mid-transfer. Look at {job.Printer} before you print it again{Resend(job)}.",
        JobStates.Failed or JobStates.Refused or JobStates.Cancelled =>
            $"{job.State} ({job.Code}). {job.Text}{Alternatives(job.Alternatives)}{Fetch(job)}{Resend(job)}".TrimEnd(),
        JobStates.Held when job.Advice?.Code == AdviceCodes.BudgetExhausted =>
            $"held for {job.Printer}. {job.Advice.Text} It goes by itself as soon as there is enough",
        JobStates.Waiting or JobStates.Held => $"{job.State} for {job.Printer}{(Place(job) is { Length: > 0 } place ? $" ({place})" : "")}",
        JobStates.Printing => $"printing on {job.Printer}, {job.BytesSent:N0} of {job.Bytes:N0} bytes",
        JobStates.Removing => "being removed",
        "accepted" => "accepted, waiting for the ticket server",
        _ => job.State,
    };

    private static string Pages(LocalJob job) => Count(job.Document?.Pages, "page") is { } pages ? ", " + pages : "";

    private static string Resend(LocalJob job) => job.DocumentKept is true ? $" (ticketflow resend {Name(job)})" : "";

    private static string Fetch(LocalJob job) => job.Fetch is { } version ? $" Install version {version}." : "";

    private static string Duration(int seconds) => seconds < 2 * Minute
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds} s")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / Minute} min");
}
