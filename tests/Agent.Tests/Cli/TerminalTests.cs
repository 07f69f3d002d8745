using System.Diagnostics;
using System.Text;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Agent.Tests.Life;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Tests.Cli;

/// <summary>What <c>ticketflow print</c> asks on a terminal when the printer stops (patent steps 7-4 to 7-12), keys and all.</summary>
public sealed class TerminalTests : LifeScene
{
    private const string Down = "\u001b[B";
    private const string Enter = "\r";

    [Fact]
    public async Task Move_takes_the_job_to_the_printer_that_was_chosen()
    {
        await using var agent = await World.StartAgentAsync();
        OnWish(MessageTypes.MoveRequest, heard => Server.GoAheadAsync(World.Agent, Id, 1, Printer.Address, printer: heard.Text("p")));
        using var terminal = await PrintAsync();
        await terminal.ReadAsync("Move to hall");
        await terminal.TypeAsync(Down + Enter);
        (await Server.HearAsync(MessageTypes.MoveRequest)).Text("p").ShouldBe("hall");
        (await terminal.EndAsync()).ShouldBe(0, terminal.Text);
        terminal.Text.ShouldContain("printed on hall");
    }

    [Fact]
    public async Task Cancel_is_the_last_choice_and_ends_the_command()
    {
        await using var agent = await World.StartAgentAsync();
        OnWish(MessageTypes.CancelRequest, _ => StopAsync(StopCodes.ByUser));
        using var terminal = await PrintAsync();
        await terminal.ReadAsync("Cancel the job");
        await terminal.TypeAsync(Down + Down + Enter);
        (await terminal.EndAsync()).ShouldBe(1, terminal.Text);
        terminal.Text.ShouldContain("cancelled");
    }

    [Fact]
    public async Task Wait_goes_on_watching_until_the_printer_works()
    {
        await using var agent = await World.StartAgentAsync();
        OnWish(MessageTypes.WaitRequest, async _ =>
        {
            await NoticeAsync(NoticeCodes.PrinterWorks);
            await Server.GoAheadAsync(World.Agent, Id, 1, Printer.Address);
        });
        using var terminal = await PrintAsync();
        await terminal.ReadAsync("Wait: it goes on by itself");
        await terminal.TypeAsync(Enter);
        (await terminal.EndAsync()).ShouldBe(0, terminal.Text);
    }

    /// <summary>The job waits at a printer that stops; "hall" would take it.</summary>
    private void OnWish(string wish, Func<Heard, Task> answer) => Server.OnMessage = async heard =>
    {
        if (heard.Type == MessageTypes.TicketRequest)
        {
            await Server.TicketAsync(World.Agent, heard, Id);
            await NoticeAsync(NoticeCodes.PrinterStopped, [new Alternative("hall", 0)]);
        }
        else if (heard.Type == wish)
        {
            await answer(heard);
        }
    };

    private async Task<Terminal> PrintAsync()
    {
        var file = Path.Combine(World.Home, "document.txt");
        await File.WriteAllTextAsync(file, "a document");
        return new Terminal(World.Options.Socket, $"print {file} --printer office");
    }

    /// <summary>A pseudo terminal, made by <c>script</c>, with the command in it.</summary>
    private sealed class Terminal : IDisposable
    {
        private readonly Process _process;
        private readonly StringBuilder _text = new();
        private readonly Task _reading;

        public Terminal(string socket, string arguments)
        {
            var command = $"{Path.Combine(AppContext.BaseDirectory, "ticketflow")} {arguments}";
            _process = Process.Start(new ProcessStartInfo("script", ["-q", "-e", "-c", command, "/dev/null"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                Environment = { ["TICKETFLOW_AGENT_SOCKET"] = socket, ["TERM"] = "xterm", ["COLUMNS"] = "200" },
            })!;
            _reading = ReadAllAsync();
        }

        public string Text
        {
            get
            {
                lock (_text)
                {
                    return _text.ToString();
                }
            }
        }

        public Task ReadAsync(string wanted) =>
            Eventually.True(() => Text.Contains(wanted, StringComparison.Ordinal), $"the terminal shows '{wanted}'; it shows {Text}");

        public async Task TypeAsync(string keys)
        {
            await _process.StandardInput.WriteAsync(keys);
            await _process.StandardInput.FlushAsync();
        }

        public async Task<int> EndAsync()
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            await _reading;
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }

            _process.Dispose();
        }

        private async Task ReadAllAsync()
        {
            var buffer = new char[4096];
            while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var read)
            {
                lock (_text)
                {
                    _text.Append(buffer, 0, read);
                }
            }
        }
    }
}
