using Microsoft.AspNetCore.Http;
using TicketFlow.Reporting.Api.Lists;
using TicketFlow.Reporting.Api.Questions;
using TicketFlow.Reporting.Statistics;

namespace TicketFlow.Reporting.Api.Figures;

/// <summary>How well each resource worked: availability, faults, time to repair.</summary>
internal sealed class AvailabilityEndpoint(AvailabilityQuery availability)
{
    public static readonly IReadOnlyList<Column> Columns =
    [
        new("resource", "", CellKind.Text, "Which."), new("site", "", CellKind.Text, "Where it stood at the end."),
        new("availability", "", CellKind.Decimal, "Share of the time in service in which it worked, 0 to 1."),
        new("inServiceMs", "", CellKind.Number, "Time in service, milliseconds."),
        new("faultMs", "", CellKind.Number, "Of that, out of order."),
        new("faults", "", CellKind.Number, "Faults that began."), new("repaired", "", CellKind.Number, "Faults that ended."),
        new("meanRepairMs", "", CellKind.Number, "Mean time to repair, milliseconds."),
        new("longestMs", "", CellKind.Number, "The longest fault, milliseconds."),
        new("cause", "", CellKind.Text, "What cost most time."),
    ];

    private static readonly (string, string)[] Forms = [("json", "application/json"), ("csv", "text/csv")];

    public async Task AnswerAsync(HttpContext http, string? suffix)
    {
        var query = new QueryReader(http.Request.Query);
        var (days, resources) = (Days.Read(query), query.Many("resource"));
        var form = Answers.Choose(http.Request, suffix, Forms);
        var window = SheetWindow.Read(query, http.Request.Query, Columns, all: form == "csv");
        query.Finish();
        var rows = await availability.GetAsync(
            days.From, days.Until, days.Zone, resources.Count > 0 ? [.. resources] : null, http.RequestAborted);
        var (sheet, next) = window.Of(new Sheet(Columns, [.. rows.Select(Cells)]));
        if (form == "csv")
        {
            await Answers.WriteAsync(http, "text/csv; charset=utf-8; header=present", sheet.ToCsv());
            return;
        }

        await Answers.WriteAsync(http, "application/json", sheet.ToJson(json => json.WriteString("zone", days.Zone), next));
    }

    private static object?[] Cells(ResourceAvailability r) =>
    [
        r.Resource, r.Site, r.Availability, r.InServiceMs, r.FaultMs, r.Faults, r.Repaired,
        r.Repaired > 0 ? r.RepairMs / r.Repaired : null, r.LongestMs, r.Cause,
    ];
}
