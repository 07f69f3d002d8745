using TicketFlow.Pricing;
using static Pricing.Tests.Sample;
using static TicketFlow.Pricing.TariffProblemCodes;

namespace Pricing.Tests;

public sealed class TariffReaderTests
{
    [Fact]
    public void A_full_tariff_is_read_with_every_member()
    {
        var reading = Read("""
            { "name": "standard", "text": "House", "effectiveFrom": "2027-01-01T00:00:00+01:00", "currency": "EUR", "timeZone": "Europe/Berlin",
              "unknown": { "flat": 0.5 }, "minimum": 0.02, "maximum": 50,
              "rules": [{ "code": "a4", "text": "Page", "per": "page", "price": 0.012345, "group": "page",
                          "when": { "colour": false, "duplex": true, "paper": ["iso_a4_*"], "hours": [{ "days": ["mon"], "from": "18:00", "to": "06:00" }] } }],
              "discounts": [{ "code": "volume", "text": "Volume", "percent": 12.5, "when": { "pagesFrom": 100 }, "on": ["a4"] }] }
            """, 7);

        reading.Problems.ShouldBeEmpty();
        var tariff = reading.Tariff!;
        (tariff.Version, tariff.UnknownFlat, tariff.Minimum, tariff.Maximum).ShouldBe((7, 0.5m, 0.02m, 50m));
        tariff.EffectiveFrom.ShouldBe(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.FromHours(1)));
        tariff.TimeZone.Id.ShouldBe("Europe/Berlin");
        tariff.Rules.Single().When!.Hours!.Single().To.ShouldBe(new TimeOnly(6, 0));
        tariff.Discounts.Single().On.ShouldBe(["a4"]);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var reading = Read("""
            { "name": "Standard!", "effectiveFrom": "tomorrow", "currency": "EUX", "timeZone": "Europe/Nowhere", "minimum": 3, "maximum": 2, "color": 1,
              "rules": [{ "code": "a", "text": "A", "per": "mile", "price": "0.05", "when": { "hours": [{ "from": "25:00", "to": "06:00" }], "x": 1 } },
                        { "code": "a", "text": "B", "per": "page", "price": 0.0000001 },
                        { "code": "minimum", "text": "C", "per": "page" }],
              "discounts": [{ "code": "d", "text": "D", "percent": 101, "on": ["nothing"] }] }
            """);

        reading.Tariff.ShouldBeNull();
        reading.Problems.Select(p => (p.Path, p.Code)).ShouldBe(
        [
            ("$.name", WrongForm), ("$.effectiveFrom", WrongForm), ("$.currency", UnknownCurrency), ("$.rules[0].per", WrongForm),
            ("$.rules[0].price", WrongForm), ("$.rules[0].when.hours[0].from", WrongForm), ("$.rules[0].when.x", UnknownMember),
            ("$.rules[1].price", OutOfRange), ("$.rules[2].price", Missing), ("$.timeZone", UnknownTimeZone),
            ("$.discounts[0].percent", OutOfRange),
            ("$.color", UnknownMember), ("$.rules[1].code", CodeTaken), ("$.rules[2].code", CodeTaken),
            ("$.discounts[0].on", UnknownRule), ("$.minimum", MinimumAboveMaximum),
        ]);
    }

    [Theory]
    [InlineData("", NoJson)]
    [InlineData("[]", NoJson)]
    [InlineData("{\"rules\": [", NoJson)]
    [InlineData("{}", Missing)]
    [InlineData("{\"rules\": 5}", WrongForm)]
    public void What_is_no_tariff_is_told_as_such(string json, string code) => Read(json).Problems.Select(p => p.Code).ShouldContain(code);

    [Fact]
    public void A_member_that_stands_twice_is_a_problem() =>
        Read("{ \"name\": \"a\", \"name\": \"b\" }").Problems.ShouldContain(p => p.Path == "$.name" && p.Code == UnknownMember);

    [Fact]
    public void A_file_of_any_bytes_is_answered_with_problems_and_nothing_else()
    {
        var dice = new Random(6);
        for (var i = 0; i < 300; i++)
        {
            var bytes = new byte[dice.Next(200)];
            dice.NextBytes(bytes);
            TariffReader.Parse(bytes, 1).Problems.ShouldNotBeEmpty();
        }
    }
}
