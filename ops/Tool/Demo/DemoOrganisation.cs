using System.Globalization;
using System.Text.Json;
using TicketFlow.EventStore.Transfer;
using TicketFlow.Pricing;
using TicketFlow.Reporting.Organisation;

namespace TicketFlow.Ops.Demo;

/// <summary>Who belongs where, three people who move in the middle of the month, and what printing costs.</summary>
internal static class DemoOrganisation
{
    private const string Personnel = "operator:personnel";
    private const string TariffName = "demo";

    public static IEnumerable<PastEvent> Events(DemoMonth month, bool withTariff)
    {
        var before = month.Start.AddDays(-1);
        foreach (var department in DemoWorld.Departments)
        {
            yield return Say(before, new DepartmentAssigned(department.Name, department.CostCentre, before));
        }

        foreach (var person in DemoWorld.People)
        {
            yield return Say(before, Assigned(person, person.Department, before));
        }

        // Known the day before it holds: what was printed until then stays where it was.
        var middle = month.Start.AddDays(14);
        foreach (var (index, to) in ((int, string)[])[(3, "Marketing"), (14, "Sales"), (26, "Legal")])
        {
            yield return Say(middle.AddHours(-8), Assigned(DemoWorld.People[index], to, middle));
        }

        if (withTariff)
        {
            yield return Tariff(before);
        }
    }

    private static PersonAssigned Assigned(DemoPerson person, string department, DateTimeOffset from) =>
        new(DemoWorld.Domain, person.User, department, null, person.Diligence > 1.5 ? ["staff", "heavy-users"] : ["staff"], from);

    private static PastEvent Say(DateTimeOffset at, OrganisationEvent fact) =>
        new(OrganisationEventTypes.Stream, null, fact, at, Personnel);

    private static PastEvent Tariff(DateTimeOffset at)
    {
        var from = at.ToString("o", CultureInfo.InvariantCulture);
        var document = JsonDocument.Parse($$"""
            {
              "name": "{{TariffName}}", "text": "The invented office's prices", "currency": "EUR", "effectiveFrom": "{{from}}",
              "timeZone": "Europe/Berlin", "unknown": { "flat": 0.50 },
              "rules": [
                { "code": "job", "text": "Each job", "per": "job", "price": 0.02 },
                { "code": "page-colour", "text": "Page in colour", "per": "page", "price": 0.12, "when": { "colour": true }, "group": "page" },
                { "code": "page", "text": "Page in black", "per": "page", "price": 0.03, "group": "page" },
                { "code": "sheet", "text": "Paper", "per": "sheet", "price": 0.008 }
              ]
            }
            """).RootElement.Clone();
        return new PastEvent(
            TariffEventTypes.StreamKey(TariffName), null, new TariffVersionSet(TariffName, 1, document), at, "operator:finance");
    }
}
