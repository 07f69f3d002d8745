using System.Text;
using TicketFlow.Reporting.Organisation;

namespace Reporting.Tests.Organisation;

public sealed class OrganisationCsvTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void People_come_with_department_cost_centre_groups_and_beginning()
    {
        var content = Read("""
            Domain;User;Department;Cost Centre;Groups;From
            OFFICE;Anna;Sales;4100;staff | night;2026-06-01
            office;ben;"Works; yard";;;
            office;carla;;;;2026-07-01T08:00:00+02:00
            """);
        content.Errors.ShouldBeEmpty();
        content.Facts.Count.ShouldBe(3);
        var anna = content.Facts[0].ShouldBeOfType<PersonAssigned>();
        (anna.Domain, anna.User, anna.Department, anna.CostCentre).ShouldBe(("office", "anna", "Sales", "4100"));
        anna.Groups.ShouldBe(["staff", "night"]);
        anna.From.ShouldBe(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
        content.Facts[1].ShouldBeOfType<PersonAssigned>().ShouldSatisfyAllConditions(
            b => b.Department.ShouldBe("Works; yard"), b => b.CostCentre.ShouldBeNull(), b => b.From.ShouldBe(Now));
        content.Facts[2].ShouldBe(new PersonLeft("office", "carla", new(2026, 7, 1, 6, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Departments_and_places_have_files_of_their_own()
    {
        Read("department,cost_centre\nsales,4100\n").Facts.ShouldBe([new DepartmentAssigned("sales", "4100", Now)]);
        Read("resource\tsite\tfrom\nHall\tBern\t2026-01-01\n").Facts
            .ShouldBe([new ResourcePlaced("hall", "Bern", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))]);
    }

    [Fact]
    public void Every_wrong_line_is_named_and_nothing_is_taken()
    {
        var content = Read("""
            domain,user,department,from
            office,anna,sales,
            office,,sales,

            office,ben,sales,tomorrow
            OFFICE,Anna,works,
            """);
        content.Facts.ShouldBeEmpty();
        content.Errors.Select(e => $"{e.Line} {e.Code}").ShouldBe(["3 missing-value", "5 bad-time", "6 twice"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("name,colour\nanna,red\n")]
    public void A_file_without_the_columns_is_told_which(string text) =>
        Read(text).Errors.Single().ShouldSatisfyAllConditions(e => e.Code.ShouldBe("missing-column"), e => e.Line.ShouldBe(1));

    [Fact]
    public void Broken_quotes_are_an_error_with_a_line() =>
        Read("domain,user,department\noffice,anna,sales\noffice,ben,\"sal\"es\n").Errors.Single().Code.ShouldBe("bad-format");

    [Fact]
    public void Names_of_control_codes_or_without_end_are_refused()
    {
        var (most, more) = (new string('x', 200), new string('x', 201));
        var content = Read($"domain,user,department\noffice,anna,sa\u0007les\noffice,ben,{more}\noffice,carl,{most}\n");
        content.Errors.Select(e => $"{e.Line} {e.Code}").ShouldBe(["2 bad-value", "3 bad-value"]);
        content.Facts.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_is_UTF_8_with_or_without_a_mark_and_nothing_else()
    {
        const string text = "resource,site\nhall,Köln\nyard,Würzburg\n";
        foreach (var bytes in (byte[][])[Encoding.UTF8.GetBytes(text), [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]])
        {
            OrganisationCsv.Read(bytes, Now).Facts.Cast<ResourcePlaced>().Select(f => f.Site).ShouldBe(["Köln", "Würzburg"]);
        }

        OrganisationCsv.Read(Encoding.Latin1.GetBytes(text), Now).ShouldSatisfyAllConditions(
            c => c.Facts.ShouldBeEmpty(), c => c.Errors.Single().ShouldSatisfyAllConditions(
                e => (e.Line, e.Code).ShouldBe((2, "bad-format")), e => e.Text.ShouldContain("no UTF-8")));
        OrganisationCsv.Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)], Now).Errors.Single().Code
            .ShouldBe("bad-format");
        OrganisationCsv.Read([], Now).Errors.Single().Code.ShouldBe("missing-column");
    }

    private static OrganisationCsvContent Read(string text) => OrganisationCsv.Read(new StringReader(text), Now);
}
