using System.Text;
using System.Text.Json;
using TicketFlow.Invoicing.Csv;
using TicketFlow.Invoicing.Documents;
using TicketFlow.Invoicing.Json;

namespace Invoicing.Tests;

public sealed class FilesTests
{
    [Fact]
    public void Csv_has_a_row_per_line_with_tariff_grade_and_events()
    {
        var rows = Encoding.UTF8.GetString(InvoiceCsv.Render(Sample.Invoice)).Split("\r\n");
        rows[0].ShouldBe(string.Join(',', InvoiceCsv.Columns));
        rows.Length.ShouldBe(7);
        rows[3].ShouldBe(
            "invoice,2026-000017,2026-11-03,2026-10-01,2026-10-31,4711,\"Werk Köln, Abteilung Konstruktion\",3,"
            + "\"Laser 2. OG, Flur Ost\",duplex,Nachlass beidseitig,640,page,-0.005,-3.20,EUR,S,19,Standard,3,"
            + "counter-moved,210,\"1001,1004-1009\"");
        rows[6].ShouldBe("");
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49", "'+49")]
    [InlineData("-x", "'-x")]
    [InlineData("@sum", "'@sum")]
    public void Csv_disarms_what_a_spreadsheet_would_take_for_a_formula(string text, string written)
    {
        var line = Sample.Line(text, "c", text, 1, "page", -1, -1, "7", 1);
        var row = Encoding.UTF8.GetString(InvoiceCsv.Render(Sample.Of([line]))).Split("\r\n")[1];
        row.ShouldContain($",\"{written}\",c,\"{written}\",1,page,-1.00,-1.00,");
    }

    [Fact]
    public void Json_says_the_same_amounts_with_their_places()
    {
        using var json = JsonDocument.Parse(InvoiceJson.Render(Sample.Invoice));
        var root = json.RootElement;
        root.GetProperty("lines").EnumerateArray().Sum(l => l.GetProperty("amount").GetDecimal())
            .ShouldBe(root.GetProperty("net").GetDecimal());
        root.GetProperty("lines")[3].GetProperty("amount").GetRawText().ShouldBe("76.50");
        root.GetProperty("gross").GetRawText().ShouldBe("218.63");
        root.GetProperty("seller").GetProperty("name").GetString().ShouldBe("Müller & Söhne IT-Dienste GmbH");
        root.TryGetProperty("corrects", out _).ShouldBeFalse();
    }

    [Fact]
    public void Event_links_are_read_as_they_were_written()
    {
        EventLinks.Of([12, 9, 10, 11, 7, 40, 40]).ShouldBe("7,9-12,40");
        EventLinks.Parse("7,9-12,40").ShouldBe([7, 9, 10, 11, 12, 40]);
        EventLinks.Of([]).ShouldBe("");
        EventLinks.Parse("").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("7,x")]
    [InlineData("-3")]
    [InlineData("3-")]
    public void Broken_event_links_are_an_error(string links) => Should.Throw<FormatException>(() => EventLinks.Parse(links).ToList());
}
