using TicketFlow.Agent.Desktop;
using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>What print dialogues show of a printer's state.</summary>
public sealed class PrinterStateTests
{
    [Theory]
    [InlineData("stopped", "out of paper", "Stopped: out of paper.")]
    [InlineData("stopped", "Out of paper in tray 2.", "Stopped: Out of paper in tray 2.")]
    [InlineData("out of service", null, "Out of service.")]
    [InlineData("idle", "", "Idle.")]
    [InlineData("unknown", null, "The ticket server has not told its state yet; jobs are taken and kept.")]
    public void It_is_the_servers_word_and_what_is_wrong(string state, string? text, string message) =>
        PrinterStates.Message(new DesktopPrinter("office", state, null, text), []).ShouldBe(message);

    [Fact]
    public void What_the_own_jobs_ask_comes_first() =>
        PrinterStates.Message(new DesktopPrinter("office", "stopped", null, "no paper"), ["Wait or move?"]).ShouldBe("Wait or move?");

    [Fact]
    public void A_text_is_never_longer_than_IPP_allows() => System.Text.Encoding.UTF8.GetByteCount(
        PrinterStates.Message(new DesktopPrinter("office", "stopped", null, new string('€', 5000)), [])).ShouldBeLessThan(1023);

    [Fact]
    public async Task What_is_wrong_travels_from_the_server_to_the_applications()
    {
        var world = new DesktopWorld { Entry = name => new PrinterEntry(name, "stopped", 0, 0, Text: "out of paper") };
        await world.InitializeAsync();
        try
        {
            var message = default(string);
            await Eventually.True(
                async () => (message = (await world.AskAsync(IppOperation.GetPrinterAttributes)).Group(IppTag.PrinterGroup)!
                    .Text("printer-state-message")) == "Stopped: out of paper.",
                () => "the printer says what is wrong: " + message);
        }
        finally
        {
            await world.DisposeAsync();
        }
    }
}
