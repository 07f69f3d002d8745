using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Service;

/// <summary>The agent's life from its settings to its end, whoever started it.</summary>
internal static class AgentRun
{
    /// <summary>Exit code: a setting cannot work.</summary>
    public const int SettingsWrong = 2;

    /// <param name="ready">Called once jobs are taken.</param>
    /// <param name="stop">Asks it to end; signals do that too.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] settings, Action ready, CancellationToken stop)
    {
        using var hangUp = StayAfterLogout();
        try
        {
            var (options, credentials) = AgentConfiguration.Load(settings);
            await using var agent = await AgentHost.StartAsync(options, credentials, stop);
            ServiceLog.Say($"agent {credentials.Agent} listens on {options.Socket}");
            ready();
            await agent.App.WaitForShutdownAsync(stop);
            return 0;
        }
        catch (AgentStartException e)
        {
            ServiceLog.SayFatal(e.Message);
            return SettingsWrong;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to end while it still started.
            return 0;
        }
    }

    /// <summary>A session that ends hangs up on all it started (SIGHUP), and jobs are not lost with it.</summary>
    private static PosixSignalRegistration? StayAfterLogout() => OperatingSystem.IsWindows()
        ? null
        : PosixSignalRegistration.Create(PosixSignal.SIGHUP, static signal => signal.Cancel = true);
}
