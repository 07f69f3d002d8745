using TicketFlow.Agent.Desktop.Printer;

namespace TicketFlow.Agent.Desktop.Cups;

/// <summary>
/// Makes a queue of CUPS again when its printer can other things than when it was made. Its jobs stay, and what somebody has set: CUPS
/// forgets the options, so they are noted before and set afterwards, by the agent's next start if this one dies in between. A queue at work
/// is left alone, because CUPS would begin its job again; so is one that somebody has stopped or closed, because CUPS would open it.
/// </summary>
internal sealed class QueueRenewal(
    CupsCommands cups, QueueGate gate, AbilityBook abilities, DesktopMemory memory, DesktopOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the queue may look as before after CUPS was answered: not all that printers can is seen there.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public bool IsDue(string printer) => memory.Facts.LearnedOf(printer)?.Print != AbilityPrint.Of(abilities.Of(printer));

    /// <summary>Notes what a queue was made from.</summary>
    public void NoteMade(string printer, string print, QueueOptions made) => Note(printer, new LearnedQueue(print, made.Defaults));

    /// <returns>What hinders it; none when it is done, or has to wait.</returns>
    public async Task<(bool Waits, string? Fault)> RenewAsync(
        string printer, string queue, string uri, CancellationToken cancellationToken)
    {
        using var closed = gate.Close(printer);
        if (!await RestsAsync(queue, cancellationToken))
        {
            return (true, null);
        }

        var print = AbilityPrint.Of(abilities.Of(printer));
        var before = await OptionsAsync(queue, cancellationToken);
        var known = memory.Facts.LearnedOf(printer) ?? new LearnedQueue("", null);
        var owed = known.Owed ?? before.SetSince(known.Defaults);
        Note(printer, known with { Owed = owed });
        var made = await cups.RunAsync("lpadmin", ["-p", queue, "-v", uri, "-m", "everywhere"], cancellationToken);
        if (!made.Succeeded)
        {
            return (false, made.Reason);
        }

        if (await SettledAsync(queue, before, closed.Asked, cancellationToken) is not { } after)
        {
            return (false, $"CUPS has not asked within {options.CupsWait} what the printer can; its error_log says why");
        }

        if (await SetAsync(queue, after.Missing(owed), cancellationToken) is { } fault)
        {
            return (false, fault);
        }

        NoteMade(printer, print, after);
        return (false, null);
    }

    public async Task<QueueOptions> OptionsAsync(string queue, CancellationToken cancellationToken) =>
        QueueOptions.Read((await cups.RunAsync("lpoptions", ["-p", queue, "-l"], cancellationToken)).Output);

    private async Task<bool> RestsAsync(string queue, CancellationToken cancellationToken)
    {
        var state = await cups.RunAsync("lpstat", ["-p", queue, "-a", queue], cancellationToken);
        return state.Output.Contains($"printer {queue} is idle", StringComparison.OrdinalIgnoreCase)
            && state.Output.Contains($"{queue} accepting requests", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>CUPS makes the queue's options in the background; null when it does not begin.</summary>
    private async Task<QueueOptions?> SettledAsync(string queue, QueueOptions before, Task asked, CancellationToken cancellationToken)
    {
        try
        {
            await asked.WaitAsync(options.CupsWait, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }

        var began = clock.GetTimestamp();
        while (true)
        {
            var now = await OptionsAsync(queue, cancellationToken);
            if (now.AreThere && (!now.HasChoicesOf(before) || clock.GetElapsedTime(began) > Settling))
            {
                return now;
            }

            if (clock.GetElapsedTime(began) > options.CupsWait)
            {
                return null;
            }

            await Task.Delay(Look, clock, cancellationToken);
        }
    }

    private async Task<string?> SetAsync(string queue, IReadOnlyDictionary<string, string> owed, CancellationToken cancellationToken)
    {
        if (owed.Count == 0)
        {
            return null;
        }

        var set = await cups.RunAsync(
            "lpadmin", ["-p", queue, .. owed.SelectMany(pair => new[] { "-o", $"{pair.Key}={pair.Value}" })], cancellationToken);
        return set.Succeeded ? null : set.Reason;
    }

    private void Note(string printer, LearnedQueue learned) => memory.Change(facts => facts with
    {
        Learned = new Dictionary<string, LearnedQueue>(facts.Learned, StringComparer.OrdinalIgnoreCase) { [printer] = learned },
    });
}
