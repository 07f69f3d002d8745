using System.CommandLine;
using System.Net;
using TicketFlow.Cli.Agents;
using TicketFlow.Cli.Notices;
using TicketFlow.Contracts.Errors;
using TicketFlow.Notifications.Freedesktop;

namespace TicketFlow.Cli.Commands;

/// <summary><c>ticketflow notify</c>: the part of a shared agent that lives in each user's session.</summary>
internal static class NotifyCommand
{
    /// <summary>On the session's bus: one program of a session shows notifications.</summary>
    internal const string Place = "org.ticketflow.Notify";

    private const string Description = """
        Shows on your desktop what concerns your print jobs: a printer that stopped, a job that failed, the end of a long wait.
        Runs until your session ends, over restarts of the agent; the package starts it at each login (/etc/xdg/autostart). Needed where one
        agent serves all users of the computer: an agent of your own shows your notifications itself.

        Examples:
          ticketflow notify
          ticketflow notify --socket /run/ticketflow/agent.sock

        Exit codes: 0 the session has ended, or your notifications are shown already; 2 there is no desktop session here;
        3 notifications are switched off at the agent (Notifications:Enabled); 130 stopped.
        """;

    public static Command Create()
    {
        var command = new Command("notify", Description);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (BusAddress.OfThisSession() is not { } bus)
        {
            return await EndAsync(
                "There is no desktop session here (no D-Bus session bus): run it on your desktop, or see 'ticketflow jobs'.", ExitCodes.Usage);
        }

        try
        {
            using var place = await SessionPlace.TakeAsync(bus, Place, cancellationToken);
            return place is null
                ? await EndAsync("Your notifications are shown in this session already.", ExitCodes.Ok)
                : await ShowAsync(parsed, bus, place, cancellationToken);
        }
        catch (IOException e)
        {
            return await EndAsync($"The desktop session cannot be reached: {e.Message}.", ExitCodes.Usage);
        }
        catch (AgentException e)
        {
            return await EndAsync(e.Message, e.Code == AgentErrors.NoticesByAgent ? ExitCodes.Ok : e.ExitCode);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await EndAsync("Stopped: notifications are no longer shown.", ExitCodes.Stopped);
        }
    }

    private static async Task<int> ShowAsync(ParseResult parsed, EndPoint bus, SessionPlace place, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var memory = new NoticeMemory(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), place.Session, clock.GetUtcNow());
        var notices = new SessionNotices(() => new AgentClient(SocketIn(parsed)), new FreedesktopNotifier(bus), memory, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var showing = notices.ShowAsync(end.Token);
        if (await Task.WhenAny(showing, place.Gone) == showing)
        {
            await showing;
        }

        await end.CancelAsync();
        await showing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return await EndAsync("The session has ended.", ExitCodes.Ok);
    }

    /// <summary>Looked for each time, unless it was named: at login the agent may not be up yet.</summary>
    private static string SocketIn(ParseResult parsed) =>
        parsed.GetResult(RootCommands.Socket) is { Implicit: false } ? parsed.GetValue(RootCommands.Socket)! : AgentSocket.Default();

    private static async Task<int> EndAsync(string sentence, int exitCode)
    {
        await (exitCode == ExitCodes.Ok ? Console.Out : Console.Error).WriteLineAsync(sentence);
        return exitCode;
    }
}
