using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using TicketFlow.Cli.Agents;
using TicketFlow.Cli.Output;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Commands;

/// <summary><c>ticketflow doctor</c>: what is wrong, and what helps.</summary>
internal static class DoctorCommand
{
    private const string PackagedAgent = "/usr/lib/ticketflow/TicketFlow.Agent";
    private const string PackagedAccount = "/etc/ticketflow/credentials.json";

    public static Command Create()
    {
        var command = new Command("doctor", """
            Looks at everything that printing needs (agent, journal, room, broker, ticket server, clock, desktop, printers) and says what helps.
            Needs no root; what a remedy needs root for is shown as a command with sudo.
            Exit codes: 0 all well or only warnings, 1 something is wrong, 4 the agent cannot be reached.
            Examples: ticketflow doctor; ticketflow doctor --json
            """);
        command.SetAgentAction(async (agent, parsed, cancellationToken) =>
        {
            var (found, code) = await LookAsync(agent, parsed.GetValue(RootCommands.Socket)!, cancellationToken);
            if (parsed.GetValue(RootCommands.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(found, LocalJson.Default.LocalDoctor));
            }
            else
            {
                Write(found);
            }

            return code;
        });
        return command;
    }

    private static async Task<(LocalDoctor Found, int Code)> LookAsync(
        AgentClient agent, string socket, CancellationToken cancellationToken)
    {
        try
        {
            var found = await agent.DoctorAsync(cancellationToken);
            var answers = new LocalCheck("agent", "ok", $"answers on {socket}");
            var all = new LocalDoctor(found.Version, [answers, Version(found.Version), .. found.Checks]);
            return (all, all.Checks.Any(check => check.Status == "failed") ? ExitCodes.JobFailed : ExitCodes.Ok);
        }
        catch (AgentException e) when (e.Code == AgentErrors.AgentUnreachable)
        {
            return (new LocalDoctor("", [Unreachable(socket, e.Message)]), ExitCodes.AgentUnreachable);
        }
    }

    private static LocalCheck Version(string agent)
    {
        var assembly = typeof(DoctorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!;
        var own = assembly.InformationalVersion.Split('+')[0];
        return own == agent
            ? new LocalCheck("version", "ok", agent)
            : new LocalCheck(
                "version", "warning", $"the agent is {agent}, this command {own}", "Start the agent again, so that both are the same: sudo systemctl restart ticketflow-agent");
    }

    private static LocalCheck Unreachable(string socket, string why)
    {
        if (!File.Exists(socket) && File.Exists(PackagedAgent) && !File.Exists(PackagedAccount))
        {
            return new LocalCheck(
                "agent", "failed", $"the agent of this computer has no account: there is no {PackagedAccount}",
                $"Run: sudo install -m 0600 -o root credentials.json {PackagedAccount}; sudo systemctl start ticketflow-agent");
        }

        if (!File.Exists(socket))
        {
            return new LocalCheck(
                "agent", "failed", $"there is no socket {socket}",
                "Start the agent (sudo systemctl start ticketflow-agent), or name its socket with --socket or TICKETFLOW_AGENT_SOCKET.");
        }

        return why.Contains("ermission", StringComparison.Ordinal)
            ? new LocalCheck(
                "agent", "failed", $"{socket} belongs to another user's agent",
                "Run: sudo ticketflow doctor; or use your own agent, or have Shared=true set on the one of this machine.")
            : new LocalCheck(
                "agent", "failed", why,
                "Start the agent again; accepted jobs are in its journal and go on. Its log: sudo journalctl -u ticketflow-agent");
    }

    private static void Write(LocalDoctor found)
    {
        Tables.Checks(found.Checks);
        var wrong = found.Checks.Count(check => check.Status == "failed");
        var warned = found.Checks.Count(check => check.Status == "warning");
        Console.WriteLine(wrong + warned == 0 ? "All well." : $"{wrong} wrong, {warned} to look at.");
    }
}
