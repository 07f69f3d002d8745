using System.Text;
using TicketFlow.Pricing;

namespace Pricing.Tests;

/// <summary>Jobs and tariffs for these tests.</summary>
internal static class Sample
{
    public static DateTimeOffset Noon { get; } = new(2026, 12, 2, 12, 0, 0, TimeSpan.Zero);

    public static PricedJob Job { get; } = new(Noon, "CORP", "anna", "hall-2", 100_000)
    {
        Kind = "printer",
        Department = "Sales",
        CostCentre = "4711",
        Groups = ["staff"],
        Pages = 5,
        Copies = 2,
        Colour = false,
        Sides = 2,
        Paper = "iso_a4_210x297mm",
    };

    public static Tariff Tariff(params TariffRule[] rules) => new("standard", 1, Noon.AddYears(-1), "EUR", rules);

    public static TariffRule PerPage(decimal price, TariffCondition? when = null, string? group = null, string code = "page") =>
        new(code, "Page", PriceUnits.Page, price, when, group);

    public static TariffReading Read(string json, int version = 1) => TariffReader.Parse(Encoding.UTF8.GetBytes(json), version);
}
