using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Ipp;
using TicketFlow.Printing.Tests.Conformance;

namespace TicketFlow.Agent.Tests.Cli;

/// <summary>What <c>ticketflow print</c> is told beside the document reaches the server and an IPP printer.</summary>
public sealed class PrintInstructionTests : IAsyncLifetime
{
    private readonly AgentWorld _world = new();
    private RunningAgent _agent = null!;
    private string _file = null!;

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _agent = await _world.StartAgentAsync();
        _file = Path.Combine(_world.Home, "document.txt");
        await File.WriteAllTextAsync(_file, "a document");
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Copies_sides_paper_colour_and_pages_reach_the_server_and_the_printer()
    {
        await using var printer = new IppPeer(new PeerBehaviour()) { Templates = ["page-ranges"] };
        _world.Server.OnMessage = async heard =>
        {
            if (heard.Type == MessageTypes.TicketRequest)
            {
                await _world.Server.TicketAsync(_world.Agent, heard, "job-1");
                await _world.Server.GoAheadAsync(_world.Agent, "job-1", 1, printer.Address, mechanism: Mechanisms.Ipp);
            }
        };
        var (exitCode, _, errors) = await RunAsync(
            "print", _file, "-p", "office", "-n", "2", "--sides", "two-sided-short-edge", "--media", "A5", "--color", "monochrome",
            "--pages", "1-3,5");

        exitCode.ShouldBe(0, errors);
        (await _world.Server.HearAsync(MessageTypes.TicketRequest)).Body.GetProperty("pr").GetRawText()
            .ShouldBe("""{"cp":2,"cl":false,"sd":2,"mp":"iso_a5_148x210mm"}""");
        printer.Requests.Single(request => request.Operation == IppOperation.CreateJob).Group(IppTag.JobGroup)!.Attributes
            .OrderBy(attribute => attribute.Name, StringComparer.Ordinal).ShouldBe(
            [
                IppAttribute.Integer("copies", 2), IppAttribute.Keyword("media", "iso_a5_148x210mm"),
                new IppAttribute("page-ranges", new IppRange(1, 3), new IppRange(5, 5)),
                IppAttribute.Keyword("print-color-mode", "monochrome"), IppAttribute.Keyword("sides", "two-sided-short-edge"),
            ]);
    }

    [Theory]
    [InlineData("--copies", "0")]
    [InlineData("--media", "papyrus")]
    [InlineData("--pages", "5-3")]
    [InlineData("--pages", "2,1")]
    [InlineData("--pages", "x")]
    public async Task What_means_nothing_is_refused_with_what_would(string option, string value)
    {
        var (exitCode, _, errors) = await RunAsync("print", _file, "-p", "office", option, value);

        exitCode.ShouldBe(2, errors);
        errors.ShouldContain(AgentErrors.InstructionInvalid);
        errors.ShouldContain($"'{value}' is not possible");
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        CliProcess.RunAsync(_world.Options.Socket, arguments);
}
