using System.Text.Json;
using TicketFlow.Cli.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.Notifications;

namespace TicketFlow.Cli.Notices;

/// <summary>
/// Shows what the agent says until the session ends or the agent says that it is not wanted. An agent that is away is waited for; a desktop
/// that shows nothing is tried again, with what is still worth telling then.
/// </summary>
/// <param name="connect">A client of the agent; asked again each time, since an agent of the user's own may have come up.</param>
internal sealed class SessionNotices(Func<AgentClient> connect, IDesktopNotifier desktop, NoticeMemory memory, TimeProvider clock)
{
    /// <summary>Said at each connection.</summary>
    internal const string Shows = "Your notifications are shown on this desktop.";

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly HashSet<string> None = [];
    private TimeSpan _wait = FirstWait;
    private string? _said;

    /// <exception cref="AgentException">The agent shows these notifications itself, or nobody is to show them.</exception>
    public async Task ShowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var agent = connect();
                var there = false;
                await foreach (var news in agent.NoticesAsync(cancellationToken))
                {
                    await TellAsync(memory.New(news.Jobs), cancellationToken);
                    if (!there)
                    {
                        (there, _wait, _said) = (true, FirstWait, null);
                        await Console.Out.WriteLineAsync(Shows);
                    }
                }
            }
            catch (AgentException e) when (e.Code is not (AgentErrors.NoticesByAgent or AgentErrors.NoticesOff))
            {
                await SayAsync(
                    e.Code == AgentErrors.AgentUnreachable ? "The agent is not there; notifications go on when it is." : e.Message);
            }
            catch (JsonException)
            {
                await SayAsync("The agent is of another version: restart it, or log in again.");
            }
            catch (IOException e)
            {
                await SayAsync($"The desktop shows no notifications ({e.Message}); they are tried again.");
            }

            await Task.Delay(_wait, clock, cancellationToken);
            _wait = _wait * 2 < LongestWait ? _wait * 2 : LongestWait;
        }
    }

    private async Task TellAsync(IReadOnlyList<LocalJob> jobs, CancellationToken cancellationToken)
    {
        // The agent sends only ends that are worth a word: however short the wait was.
        foreach (var notification in NotificationDecisions.Of(jobs, None, TimeSpan.Zero))
        {
            await desktop.ShowAsync(notification, cancellationToken);
        }

        memory.Note(jobs);
    }

    /// <summary>Once, however long it lasts: nobody reads a session's log twice.</summary>
    private async Task SayAsync(string sentence)
    {
        if (_said != sentence)
        {
            await Console.Error.WriteLineAsync(_said = sentence);
        }
    }
}
