using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TicketFlow.Delivery;
using TicketFlow.PrinterMonitor.Alerts.Incidents;

namespace TicketFlow.PrinterMonitor.Alerts.Letters;

/// <summary>How a letter reads, as mail and as JSON. Pure.</summary>
internal static class LetterText
{
    /// <summary>Printers that a mail lists; the JSON has all.</summary>
    private const int MostLines = 50;

    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static Letter Write(LetterDraft draft, DateTimeOffset now)
    {
        var incidents = draft.Notices.Select(n => n.Incident).ToList();
        var subject = Subject(draft, incidents);
        return new Letter(Incident.Named(draft.Name), now, draft.Kind, subject, Text(draft, incidents, subject))
        {
            MessageName = draft.Name,
            FollowsUp = draft.FollowsUp,
            Facts =
            [
                ("Site", draft.Site.Length > 0 ? draft.Site : null),
                ("Rule", draft.Rule),
                ("Incident", incidents[0].Id.ToString()),
            ],
            Json = JsonSerializer.SerializeToUtf8Bytes(
                new WebhookBody(
                    Incident.Named(draft.Name), now, draft.Kind, draft.Rule, draft.Site, subject,
                    [.. incidents.Select(i => new WebhookIncident(i.Id, i.Printer, i.Cause, i.OpenedAt, i.ClearedAt, i.Text))]),
                Json),
        };
    }

    private static string Subject(LetterDraft draft, List<Incident> incidents)
    {
        var at = draft.Site.Length > 0 ? $" ({draft.Site})" : "";
        var causes = incidents.Select(i => i.Cause).Distinct(StringComparer.Ordinal).ToList();
        var printers = incidents.Select(i => i.Printer).Distinct(StringComparer.Ordinal).ToList();
        var what = causes.Count == 1 ? CauseWords.Of(causes[0]) : printers.Count == 1 ? string.Join(", ", causes.Select(CauseWords.Of))
            : "trouble";
        var who = printers.Count == 1 ? printers[0] : string.Create(CultureInfo.InvariantCulture, $"{printers.Count} printers");
        return draft.Kind switch
        {
            LetterKinds.Closed => $"Over: {who}: {what}{at}",
            LetterKinds.Escalated => $"Still: {who}: {what}{at}",
            _ => $"{who}: {what}{at}",
        };
    }

    private static string Text(LetterDraft draft, List<Incident> incidents, string subject)
    {
        var text = new StringBuilder(subject).AppendLine(".").AppendLine();
        foreach (var incident in incidents.Take(MostLines))
        {
            text.AppendLine(Line(incident));
        }

        if (incidents.Count > MostLines)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"... and {incidents.Count - MostLines} more: 'ticketflow-ops alert list' shows all.");
        }

        if (draft.Kind != LetterKinds.Closed)
        {
            text.AppendLine().Append("Somebody cares? 'ticketflow-ops alert ack ").Append(incidents[0].Printer)
                .Append("' says so and stops escalation.");
        }

        return text.ToString().TrimEnd();
    }

    private static string Line(Incident incident)
    {
        var line = new StringBuilder("- ").Append(incident.Printer).Append(": ").Append(CauseWords.Of(incident.Cause))
            .Append(CultureInfo.InvariantCulture, $", since {incident.OpenedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        if (incident.ClearedAt is { } cleared)
        {
            line.Append(CultureInfo.InvariantCulture, $", over {cleared.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        }

        return incident.Text is { Length: > 0 } shown ? line.Append(". It shows: ").Append(shown).ToString() : line.ToString();
    }

    private sealed record WebhookBody(
        Guid Id, DateTimeOffset At, string Kind, string Rule, string Site, string Text, IReadOnlyList<WebhookIncident> Incidents);

    private sealed record WebhookIncident(
        Guid Id, string Printer, string Cause, DateTimeOffset Since, DateTimeOffset? Until, string? Shows);
}
