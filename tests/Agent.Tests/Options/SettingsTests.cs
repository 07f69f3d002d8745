using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Tests.Options;

public sealed class SettingsTests
{
    [Fact]
    public void What_ships_works() => AgentOptionsCheck.FaultsOf(Good()).ShouldBeEmpty();

    [Fact]
    public void Every_setting_that_cannot_work_is_named_at_once()
    {
        var options = Good();
        options.Home = "";
        options.Spool.MaxDocument = 0;
        options.Transfers.Parallel = 4097;
        options.Transfers.Raw.CloseWait = TimeSpan.Zero;
        options.Transfers.Lpd.ConnectTries = 0;
        options.Transfers.Ipp.BusyWait = TimeSpan.FromHours(1);
        options.Transfers.Ipp.CertificateAuthorities = "/nowhere.pem";
        options.Transfers.Bandwidth.Add(new() { BytesPerSecond = 5 });
        options.Broker.RequestRepeatMax = TimeSpan.FromSeconds(1);
        options.Page.Port = 65536;
        options.Notifications.LongWait = TimeSpan.FromSeconds(-1);
        options.Desktop.Port = options.Desktop.LpdPort = 1515;

        var faults = string.Join('\n', AgentOptionsCheck.FaultsOf(options));
        string[] named =
        [
            "TICKETFLOW_AGENT_HOME", "Spool:MaxDocument", "Transfers:Parallel", "CloseWait", "ConnectTries", "BusyWait", "/nowhere.pem",
            "Broker:RequestRepeatMax", "Page:Port", "Notifications:LongWait", "Desktop:Port and Desktop:LpdPort", "1024",
        ];
        named.ShouldAllBe(name => faults.Contains(name, StringComparison.Ordinal), faults);
        faults.Split('\n').Length.ShouldBe(named.Length, faults);
    }

    [Theory]
    [InlineData("--Transfers:Parallel=many", "Transfers:Parallel")]
    [InlineData("--Transfers:Bandwidth:0:Days:0=Someday", "Days")]
    [InlineData("--Desktop:DocumentWait=00:00:00", "Desktop:DocumentWait")]
    [InlineData("--Transfers:Ipp:WatchLimit=-1", "WatchLimit")]
    public void A_bad_word_on_the_command_line_ends_the_start_with_a_sentence(string word, string named) =>
        Should.Throw<AgentStartException>(() => AgentConfiguration.Load([word])).Message.ShouldContain(named);

    [Fact]
    public void Lists_are_read_from_the_command_line() => Should.Throw<AgentStartException>(() => AgentConfiguration.Load(
        [
            "--Transfers:Bandwidth:0:Site=paris", "--Transfers:Bandwidth:0:Days:0=Monday", "--Transfers:Bandwidth:0:Printers:0=*.paris",
            "--Transfers:Bandwidth:0:BytesPerSecond=5000", "--Transfers:Bandwidth:1:BytesPerSecond=5",
        ]))
        .Message.ShouldContain("Transfers:Bandwidth:1:BytesPerSecond");

    [Fact]
    public void Keys_have_every_letter_in_every_place_and_never_repeat()
    {
        var keys = Enumerable.Range(0, 4000).Select(_ => JobKeys.Next()).ToList();
        keys.Distinct(StringComparer.Ordinal).Count().ShouldBe(keys.Count);
        keys.ShouldAllBe(key => key.Length == 16 && key.All(letter => letter >= 'a' && letter <= 'z' || letter >= '2' && letter <= '7'));

        // A place that lacked one of 32 letters in 4,000 tries by chance: once in 10^54.
        Enumerable.Range(0, 16).ShouldAllBe(place => keys.Select(key => key[place]).Distinct().Count() == 32);
    }

    private static AgentOptions Good() => new() { Home = "/home", Socket = "/socket" };
}
