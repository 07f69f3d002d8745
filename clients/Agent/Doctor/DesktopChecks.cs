using TicketFlow.Agent.Desktop;
using TicketFlow.Agent.Desktop.Cups;
using TicketFlow.Agent.Options;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Doctor;

/// <summary>
/// Whether applications reach the agent's printers: once these are installed, they listen, and CUPS runs and has their queues.
/// </summary>
internal sealed class DesktopChecks(
    AgentOptions agent, DesktopOptions options, DesktopMemory memory, DesktopHost host, CupsCommands cups, CupsDevices devices,
    TimeProvider clock)
{
    private const string Name = "desktop";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<IReadOnlyList<LocalCheck>> LookAsync(CancellationToken cancellationToken)
    {
        if (!options.Enabled || !memory.Facts.Installed)
        {
            return [];
        }

        if (host.Port is not { } port)
        {
            return
            [
                Check.Failed(
                    Name, $"the desktop's printers do not listen: another program has port {memory.Facts.Port}",
                    "End that program (sudo ss -ltnp names it) and start the agent again, or set TICKETFLOW_AGENT__Desktop__Port and install the printers again."),
            ];
        }

        return OperatingSystem.IsLinux()
            ? [await LookAtCupsAsync(port, cancellationToken)]
            : [Check.Ok(Name, $"the desktop's printers listen on 127.0.0.1:{port}")];
    }

    private async Task<LocalCheck> LookAtCupsAsync(int port, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var scheduler = await cups.RunAsync("lpstat", ["-r"], either.Token);
            if (!scheduler.Succeeded || scheduler.Output.Contains("not running", StringComparison.Ordinal))
            {
                return NoCups(scheduler.Reason);
            }

            var present = await devices.ListAsync(either.Token);
            var missing = memory.Facts.Queues.Values.Where(queue => !present.ContainsKey(queue)).ToList();
            return missing.Count == 0
                ? Check.Ok(Name, $"the desktop's printers listen on 127.0.0.1:{port}; CUPS has {memory.Facts.Queues.Count} queues for them")
                : Check.Warning(Name, $"CUPS has lost {string.Join(", ", missing)}", "Run: " + Install);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return NoCups($"no answer within {Patience.TotalSeconds:0} s");
        }
    }

    private string Install => agent.Shared ? "sudo ticketflow desktop install" : "ticketflow desktop install";

    private LocalCheck NoCups(string why) => Check.Failed(
        Name, $"CUPS does not run, so applications see no printers: {why.TrimEnd('.')}",
        $"Start it (sudo systemctl start cups; package cups), then run: {Install}. 'ticketflow print' works without it.");
}
