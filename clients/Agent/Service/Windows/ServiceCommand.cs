using System.ComponentModel;
using System.Diagnostics;

namespace TicketFlow.Agent.Service.Windows;

/// <summary><c>install</c>, <c>uninstall</c>, <c>service</c> of the agent's program. Elsewhere it says what does the same.</summary>
internal static class ServiceCommand
{
    private const string Elsewhere =
        "Only Windows has these services. Linux: systemctl enable --now ticketflow-agent; macOS: launchctl bootstrap (docs/install.md).";

    private const string NotByHand =
        "'service' is how Windows starts the service. To make one: TicketFlow.Agent.exe install; to run here: TicketFlow.Agent.exe.";

    /// <summary>Lets Windows run the agent as the service it was started as.</summary>
    public static int Serve(string[] settings)
    {
        if (!OperatingSystem.IsWindows())
        {
            return Refuse(Elsewhere);
        }

        var service = new ServiceDispatcher(ServiceInstallation.Name, (ready, stop) => AgentRun.RunAsync(settings, ready, stop));
        return service.Run() ? 0 : Refuse(NotByHand);
    }

    public static async Task<int> RunAsync(string[] arguments) => OperatingSystem.IsWindows()
        ? await new ServiceSetup(CallAsync, Console.Out, Console.Error, Environment.ProcessPath!, DefaultHome()).RunAsync(arguments)
        : Refuse(Elsewhere);

    private static int Refuse(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return AgentRun.SettingsWrong;
    }

    private static string DefaultHome() =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "TicketFlow");

    private static async Task<(int ExitCode, string Output)> CallAsync(SystemCommand command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command.Program, command.Arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            })!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output.Trim());
        }
        catch (Win32Exception e)
        {
            return (e.NativeErrorCode, e.Message);
        }
    }
}
