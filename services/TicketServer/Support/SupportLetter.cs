using System.Text.Json;
using TicketFlow.Delivery;

namespace TicketFlow.TicketServer.Support;

/// <summary>How a notice reads.</summary>
internal static class SupportLetter
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Letter Of(PendingNotice pending)
    {
        var notice = pending.Notice;
        return new Letter(pending.Id, pending.At, notice.Kind, Subject(notice), notice.Text)
        {
            Facts =
            [
                ("Resource", notice.Resource),
                ("Job", notice.Job),
                ("Causes", notice.Causes is { Count: > 0 } causes ? string.Join(", ", causes) : null),
            ],
            Json = JsonSerializer.SerializeToUtf8Bytes(
                new WebhookBody(pending.Id, pending.At, notice.Kind, notice.Text, notice.Resource, notice.Job, notice.Causes ?? []), Json),
        };
    }

    private static string Subject(SupportNotice notice) => notice.Kind switch
    {
        SupportKinds.ResourceStopped =>
            $"{notice.Resource} has stopped" + (notice.Causes is { Count: > 0 } c ? ": " + string.Join(", ", c) : ""),
        SupportKinds.ResourceWorks => $"{notice.Resource} works again",
        SupportKinds.AdministratorAlerted => $"An administrator is needed: job {notice.Job}",
        SupportKinds.AgentForked => "Two computers share one agent's identity",
        SupportKinds.ReportNotDelivered => "A scheduled report was not delivered",
        SupportKinds.ReportLate => "A scheduled report is late",
        SupportKinds.EventsParked => "Statistics leave events out",
        _ => notice.Kind,
    };

    private sealed record WebhookBody(
        Guid Id, DateTimeOffset At, string Kind, string Text, string? Resource, string? Job, IReadOnlyList<string> Causes);
}
