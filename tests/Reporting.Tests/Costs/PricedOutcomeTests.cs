using System.Reflection;
using System.Text.Json;
using TicketFlow.Pricing;
using TicketFlow.Reporting.Costs;
using TicketFlow.Reporting.Ledger;

namespace Reporting.Tests.Costs;

public sealed class PricedOutcomeTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Outcome Whole = new(7, Guid.Empty, At, OutcomeKinds.Completed, "j", 1, true, true, null, null, "idle", null)
    {
        Agent = "pc",
        Resource = "hall",
        ResourceKind = "plotter",
        Domain = "office",
        User = "anna",
        Department = "sales",
        CostCentre = "4100",
        Groups = ["staff"],
        Bytes = 5_000,
        Pages = 5,
        Copies = 3,
        Sheets = 8,
        Colour = true,
        Sides = 2,
        Paper = "iso_a3_297x420mm",
        PrintMs = 90_000,
    };

    [Fact]
    public void A_tariff_may_know_all_of_the_job()
    {
        var job = PricedOutcome.JobOf(Whole);
        (job with { Groups = [] }).ShouldBe(new PricedJob(At, "office", "anna", "hall", 5_000)
        {
            Kind = "plotter",
            Department = "sales",
            CostCentre = "4100",
            Pages = 5,
            Copies = 3,
            Colour = true,
            Sides = 2,
            Paper = "iso_a3_297x420mm",
            Sheets = 8,
            Lasted = TimeSpan.FromSeconds(90),
        });
        job.Groups.ShouldBe(["staff"]);
        typeof(PricedJob).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetValue(job) is null)
            .ShouldBeEmpty("what is new in a priced job belongs into this test");
        PricedOutcome.JobOf(Whole with { PrintMs = null }).Lasted.ShouldBeNull();
    }

    [Theory]
    [InlineData(OutcomeKinds.Refused, true)]
    [InlineData(OutcomeKinds.NotStarted, false)]
    [InlineData(OutcomeKinds.Moved, false)]
    public void What_costs_nobody_anything_is_no_charge(string kind, bool final) =>
        PricedOutcome.Charge(Whole with { Kind = kind, IsFinal = final }, Book).ShouldBeNull();

    [Theory]
    [InlineData(OutcomeKinds.Completed, null, 0.05, "Page")]
    [InlineData(OutcomeKinds.Failed, "connection-lost", 0, "Not charged: the job was failed (connection-lost)")]
    [InlineData(OutcomeKinds.Cancelled, null, 0, "Not charged: the job was cancelled")]
    public void Only_what_was_completed_costs_something(string kind, string? code, double each, string text)
    {
        var charge = PricedOutcome.Charge(Whole with { Kind = kind, Code = code }, Book)!;
        (charge.Net, charge.Lines.Single().Text).ShouldBe(((decimal)each * 15, text));
        (charge.CostCentre, charge.Department).ShouldBe(("4100", "sales"));
    }

    private static TariffBook Book { get; } = TariffBook.Empty.With(new TariffVersionSet("standard", 1, JsonDocument.Parse("""
        { "name": "standard", "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "EUR",
          "rules": [{ "code": "page", "text": "Page", "per": "page", "price": 0.05 }] }
        """).RootElement.Clone()));
}
