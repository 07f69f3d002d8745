using System.Diagnostics;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Cli.Notices;

namespace TicketFlow.Agent.Tests.Notifications;

/// <summary><c>ticketflow notify</c> in a session.</summary>
internal sealed class NotifyProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _said = [];
    private bool _disposed;

    private NotifyProcess(Process process) => _process = process;

    /// <summary>How often it has found the agent.</summary>
    public int Connections
    {
        get
        {
            lock (_said)
            {
                return _said.Count(line => line == SessionNotices.Shows);
            }
        }
    }

    public string Said
    {
        get
        {
            lock (_said)
            {
                return string.Join('\n', _said);
            }
        }
    }

    /// <param name="session">The session's bus; null where there is none.</param>
    /// <param name="runtime">The user's runtime directory.</param>
    public static NotifyProcess Start(string socket, string? session, string runtime)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "ticketflow"), ["notify", "--socket", socket])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["XDG_RUNTIME_DIR"] = runtime, ["DBUS_SESSION_BUS_ADDRESS"] = session is null ? "" : $"unix:path={session}" },
        };
        var notify = new NotifyProcess(new Process { StartInfo = start });
        notify._process.OutputDataReceived += (_, line) => notify.Note(line.Data);
        notify._process.ErrorDataReceived += (_, line) => notify.Note(line.Data);
        notify._process.Start();
        notify._process.BeginOutputReadLine();
        notify._process.BeginErrorReadLine();
        return notify;
    }

    /// <summary>Returns when it has found the agent so often.</summary>
    public Task ConnectedAsync(int times = 1) => Eventually.True(() => Connections >= times, () => $"it finds the agent; it said: {Said}");

    /// <summary>Its exit code, when it ends by itself.</summary>
    public async Task<int> EndedAsync()
    {
        using var limit = new CancellationTokenSource(Eventually.Deadline);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Kills it, unless it has ended; may be called earlier.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        lock (_said)
        {
            _said.Add(line ?? "");
        }
    }
}
