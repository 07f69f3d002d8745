namespace Architecture.Tests.House;

public sealed class LineWidthTests
{
    /// <summary>Wide ones from before this rule; the list only gets shorter.</summary>
    private static readonly string[] Old =
    [
        "clients/Agent/Journal/JournalWriter.cs",
        "clients/Agent/Page/PageJobs.cs",
        "contracts/TicketFlow.Contracts/Agents/AgentMessages.cs",
        "contracts/TicketFlow.Contracts/Agents/ServerMessages.cs",
        "contracts/TicketFlow.Contracts/LocalApi/LocalDoctor.cs",
        "ops/Tool/Printers/PrinterCommands.cs",
        "ops/Tool/Streams/StreamCommands.cs",
        "services/TicketServer/Access/PrinterListing.cs",
        "services/TicketServer/Border/Bounds.cs",
        "services/TicketServer/Border/ReportRules.cs",
        "services/TicketServer/Border/TicketRules.cs",
        "services/TicketServer/Groundwork.cs",
        "services/TicketServer/Jobs/JobEvents.cs",
        "services/TicketServer/Jobs/Rules/TransferRules.cs",
        "services/TicketServer/Jobs/TicketDecider.cs",
        "services/TicketServer/Queries/JobNarrator.cs",
        "services/TicketServer/Queues/ResourceRows.cs",
        "services/TicketServer/RequestEndpoints.cs",
        "services/TicketServer/TicketServerModule.cs",
        "tests/Agent.Tests/Page/PageLifeTests.cs",
        "tests/Testing/System/ProductBuild.cs",
        "tests/Testing/System/TicketFlowSystem.cs",
        "tests/TicketServer.Tests/Jobs/TransferRulesTests.cs",
    ];

    [Fact]
    public void No_line_is_wider_than_140() =>
        LineWidth.LinesAreNarrow(Repository.Sources.Where(file => !Old.Contains(file.Path))).ShouldBeEmpty();

    [Fact]
    public void A_wide_line_is_noticed_unless_it_is_nothing_but_a_string()
    {
        var (wide, raw) = (new string('x', 141), "\"\"\"");
        LineWidth.LinesAreNarrow([new("a.cs", [new string('x', 140)])]).ShouldBeEmpty();
        LineWidth.LinesAreNarrow([new("a.cs", ["", wide])]).ShouldBe(["a.cs:2: 141 wide"]);
        LineWidth.LinesAreNarrow([new("a.cs", ["    // " + wide])]).ShouldHaveSingleItem();
        LineWidth.LinesAreNarrow([new("a.cs", [$"    $\"{wide}\","])]).ShouldBeEmpty();
        LineWidth.LinesAreNarrow([new("a.cs", ["const string sql = " + raw, wide, raw + ";"])]).ShouldBeEmpty();
        LineWidth.LinesAreNarrow([new("a.cs", ["const string sql = " + raw, "x", raw + ";", wide])]).ShouldHaveSingleItem();
    }
}
