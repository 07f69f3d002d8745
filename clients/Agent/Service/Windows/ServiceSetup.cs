namespace TicketFlow.Agent.Service.Windows;

/// <summary>Makes the service and takes it away, step by step, and says what to do when a step fails.</summary>
/// <param name="call">Runs a program of the system.</param>
/// <param name="program">Full path of the agent.</param>
/// <param name="defaultHome">Where journal and spool go when no setting says otherwise.</param>
internal sealed class ServiceSetup(
    Func<SystemCommand, Task<(int ExitCode, string Output)>> call, TextWriter output, TextWriter errors, string program, string defaultHome)
{
    private const int AccessDenied = 5;

    /// <returns>0 done, 1 a step failed, 2 a setting cannot work.</returns>
    public async Task<int> RunAsync(string[] arguments) =>
        arguments is ["install", .. var settings] ? await InstallAsync(settings) : await UninstallAsync();

    private async Task<int> InstallAsync(string[] settings)
    {
        var home = Setting(settings, "Home") ?? defaultHome;
        string[] all = [.. settings, .. Default("Home", home), .. Default("Socket", Path.Combine(home, "agent.sock"))];
        if (await WrongAsync(settings, home) is > 0 and var wrong)
        {
            return wrong;
        }

        var isThere = (await call(ServiceInstallation.Query)).ExitCode == 0;
        if (!await AllAsync(ServiceInstallation.Install(isThere, program, home, all)))
        {
            return 1;
        }

        var credentials = Setting(all, "Credentials") ?? Path.Combine(home, "credentials.json");
        if (isThere)
        {
            await output.WriteLineAsync($"Service {ServiceInstallation.Name} changed. It takes that up at its next start: "
                + $"sc stop {ServiceInstallation.Name}, sc start {ServiceInstallation.Name}");
            return 0;
        }

        if (!File.Exists(credentials))
        {
            await output.WriteLineAsync($"Service {ServiceInstallation.Name} made, not started: put the broker account into {credentials} "
                + $"('ticketflow-ops agent enrol NAME' writes it), then: sc start {ServiceInstallation.Name}");
            return 0;
        }

        return await AllAsync([ServiceInstallation.Start]) ? await SayAsync("made and started; 'ticketflow doctor' looks at it.") : 1;

        string[] Default(string name, string value) => Setting(settings, name) is null ? [$"--{name}", value] : [];
    }

    /// <summary>Sees that the service can start with these settings, and makes its home.</summary>
    private async Task<int> WrongAsync(string[] settings, string home)
    {
        if (!Path.IsPathFullyQualified(home)
            || (settings is [.., ['-', '-', ..] last] && !last.Contains('=', StringComparison.Ordinal)))
        {
            await errors.WriteLineAsync($"Each setting needs its value, and --Home a full path, for example: --Home \"{defaultHome}\"");
            return AgentRun.SettingsWrong;
        }

        try
        {
            Directory.CreateDirectory(home);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"{home} cannot be made: {e.Message} Run this as administrator.");
            return 1;
        }
    }

    private async Task<int> UninstallAsync() => await AllAsync(ServiceInstallation.Uninstall())
        ? await SayAsync("is gone. Jobs, settings and account stay in its home.")
        : 1;

    private async Task<int> SayAsync(string what)
    {
        await output.WriteLineAsync($"Service {ServiceInstallation.Name} {what}");
        return 0;
    }

    private async Task<bool> AllAsync(IEnumerable<SystemCommand> commands)
    {
        foreach (var command in commands)
        {
            var (exitCode, said) = await call(command);
            if (exitCode != 0 && !command.Expected.Contains(exitCode))
            {
                await errors.WriteLineAsync(
                    $"{command.Program} {ServiceInstallation.CommandLine(command.Arguments)} ended with {exitCode}: {said}");
                await errors.WriteLineAsync(exitCode == AccessDenied
                    ? "Run this as administrator."
                    : "Mend what it says and run this again: steps that are done already do no harm.");
                return false;
            }
        }

        return true;
    }

    /// <summary>As .NET's command line configuration reads it: <c>--Name value</c> or <c>--Name=value</c>, in any case.</summary>
    private static string? Setting(string[] settings, string name)
    {
        for (var at = 0; at < settings.Length; at++)
        {
            if (settings[at].Equals("--" + name, StringComparison.OrdinalIgnoreCase) && at + 1 < settings.Length)
            {
                return settings[at + 1];
            }

            if (settings[at].StartsWith($"--{name}=", StringComparison.OrdinalIgnoreCase))
            {
                return settings[at][(name.Length + 3)..];
            }
        }

        return null;
    }
}
