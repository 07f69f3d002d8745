using TicketFlow.Delivery.AlertRules;
using TicketFlow.PrinterMonitor.Alerts.Rules;

namespace PrinterMonitor.Tests.Alerts;

/// <summary>What a rule is about, and which rules are refused.</summary>
public sealed class AlertRuleTests
{
    private static readonly AlertRule Paper = new("paper", ["media-*"], ["hall-*"], ["Berlin"], ["paper@example.org"]);

    [Theory]
    [InlineData("hall-2", "Berlin", "media-empty", true)]
    [InlineData("hall-2", "berlin", "media-jam", true)]
    [InlineData("hall-2", "Bonn", "media-empty", false)]
    [InlineData("attic", "Berlin", "media-empty", false)]
    [InlineData("hall-2", "Berlin", "toner-low", false)]
    public void A_rule_covers_what_all_its_patterns_match(string printer, string site, string cause, bool covers) =>
        Paper.Covers(printer, site, cause).ShouldBe(covers);

    [Fact]
    public void A_rule_without_patterns_covers_everything() =>
        (Paper with { Causes = [], Printers = [], Sites = [] }).Covers("any", "", "door-open").ShouldBeTrue();

    [Theory]
    [InlineData("Berlin, hall 2", "192.0.2.7:9100", "Berlin")]
    [InlineData("Berlin/2nd floor", "x:9100", "Berlin")]
    [InlineData("Berlin", "x:9100", "Berlin")]
    [InlineData(null, "192.0.2.7:9100", "192.0.2.0/24")]
    [InlineData(" ", "ipp://192.0.2.7/ipp/print", "192.0.2.0/24")]
    [InlineData(null, "printer.example.org:9100", "")]
    public void A_site_is_the_beginning_of_the_location_or_the_network(string? location, string address, string site) =>
        Site.Of(location, address).ShouldBe(site);

    [Fact]
    public void A_good_rule_has_nothing_wrong() => AlertRuleCheck.Wrong(Paper with
    {
        Quiet = new QuietHours(new(18, 0), new(7, 0), "Europe/Berlin", [DayOfWeek.Sunday]),
        Escalation = new Escalation(TimeSpan.FromMinutes(30), ["https://hooks.example.org/x"]),
    }).ShouldBeEmpty();

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var wrong = AlertRuleCheck.Wrong(new AlertRule("Paper!", ["paper-*"], [], [], ["nobody", "ftp://example.org"])
        {
            After = TimeSpan.FromDays(8),
            Quiet = new QuietHours(default, default, "Mars/Olympus", [.. Enum.GetValues<DayOfWeek>()]),
            Escalation = new Escalation(TimeSpan.Zero, []),
        });
        string.Join('\n', wrong).ShouldSatisfyAllConditions(
            all => all.ShouldContain("'Paper!' cannot be a rule's name"),
            all => all.ShouldContain("No printer ever has the cause 'paper-*'. There are: developer-empty,"),
            all => all.ShouldContain("'nobody' is neither"),
            all => all.ShouldContain("'ftp://example.org' is neither"),
            all => all.ShouldContain("between 0 and 7 days"),
            all => all.ShouldContain("'Mars/Olympus' is no time zone"),
            all => all.ShouldContain("All seven days are quiet"),
            all => all.ShouldContain("up to 7 days"),
            all => all.ShouldContain("needs somebody to go to"));
    }

    [Fact]
    public void Stored_rules_are_read_back_as_they_were()
    {
        var rule = Paper with
        {
            After = TimeSpan.FromMinutes(5),
            Quiet = new QuietHours(new(18, 0), new(7, 0), "Europe/Berlin", [DayOfWeek.Sunday]),
            Escalation = new Escalation(TimeSpan.FromMinutes(30), ["boss@example.org"]),
            TellsEnd = false,
        };
        var options = new System.Text.Json.JsonSerializerOptions { PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.CamelCase };
        options.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter());
        var text = System.Text.Json.JsonSerializer.Serialize(new AlertRuleSaved(rule), options);
        text.Replace('"', '\'').ShouldBe(
            "{'rule':{'name':'paper','causes':['media-*'],'printers':['hall-*'],'sites':['Berlin'],'receivers':['paper@example.org'],"
            + "'after':'00:05:00','quiet':{'from':'18:00:00','to':'07:00:00','zone':'Europe/Berlin','days':['Sunday']},"
            + "'escalation':{'after':'00:30:00','receivers':['boss@example.org']},'tellsEnd':false}}");
        var back = System.Text.Json.JsonSerializer.Deserialize<AlertRuleSaved>(text, options)!;
        System.Text.Json.JsonSerializer.Serialize(back, options).ShouldBe(text);
    }
}
