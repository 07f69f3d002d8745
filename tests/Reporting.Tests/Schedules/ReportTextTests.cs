using TicketFlow.Reporting.Api.Figures;
using TicketFlow.Reporting.Api.Lists;
using TicketFlow.Reporting.Schedules;

namespace Reporting.Tests.Schedules;

public sealed class ReportTextTests
{
    private static readonly ReportSchedule Monthly = new(
        "monthly", ReportKinds.Costs, ReportEvery.Month, 1, new(7, 0), "UTC", ["a@example.org"]);

    private static readonly Sheet One = new(
        [new("costCentre", "", CellKind.Text, ""), new("net", "", CellKind.Decimal, ""), new("currency", "", CellKind.Text, "")],
        [["4100", 12.5m, "EUR"]]);

    [Theory]
    [InlineData(1, "All rows are in monthly-2026-03.csv.")]
    [InlineData(3, "monthly-2026-03.csv has only the first 1 of 3 rows.")]
    public void A_mail_says_whether_its_file_has_all_rows(long total, string expected) =>
        ReportText.Write(new ReportContent(Monthly, new(new(2026, 3, 1), new(2026, 4, 1)), null, One, One, total, null, null))
            .Split('\n').ShouldContain(expected);
}
