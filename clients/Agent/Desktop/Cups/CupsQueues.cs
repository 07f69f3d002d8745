using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Desktop.Cups;

/// <summary>
/// The queues of CUPS that lead to this agent: made, and taken away, one for each printer. A queue of somebody else is never touched.
/// </summary>
internal sealed class CupsQueues(
    CupsCommands cups, CupsDevices devices, QueueRenewal renewal, AbilityBook abilities, DesktopMemory memory, DesktopOptions options,
    TimeProvider clock, ILogger<CupsQueues> log)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>A queue has to be renewed and is at work, or somebody has stopped it: there will be another time.</summary>
    public bool AnyWaits { get; private set; }

    /// <summary>Makes what is missing, renews what is old, removes what is too many; what was done, and what was not, by printer.</summary>
    public async Task<IReadOnlyList<LocalDesktopQueue>> ApplyAsync(
        IReadOnlyList<DesktopPrinter> wanted, int port, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            AnyWaits = false;
            var present = await devices.ListAsync(cancellationToken);
            var report = new List<LocalDesktopQueue>();
            foreach (var (printer, queue) in Gone(wanted))
            {
                report.Add(await RemoveAsync(printer, queue, present, cancellationToken));
            }

            foreach (var printer in wanted)
            {
                report.Add(await EnsureAsync(printer, port, present, cancellationToken));
            }

            return report;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Renews the queues whose printers can other things now; one that somebody has led elsewhere is left alone.</summary>
    public async Task RenewAsync(IReadOnlyList<DesktopPrinter> wanted, int port, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            AnyWaits = false;
            var present = await devices.ListAsync(cancellationToken);
            foreach (var printer in wanted)
            {
                var (queue, uri) = (CupsNames.Of(printer.Name), printer.UriOn(port));
                if (memory.Facts.Queues.ContainsKey(printer.Name) && present.GetValueOrDefault(queue) == uri
                    && await RenewAsync(printer.Name, queue, uri, cancellationToken) is { } fault)
                {
                    DesktopLog.QueueFailed(log, queue, fault);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The command that does it by hand.</summary>
    public static string CommandFor(DesktopPrinter printer, int port) =>
        $"sudo lpadmin {string.Join(' ', ArgumentsFor(printer, CupsNames.Of(printer.Name), port).Select(CupsNames.Quoted))}";

    private IReadOnlyList<(string Printer, string Queue)> Gone(IReadOnlyList<DesktopPrinter> wanted)
    {
        var names = wanted.Select(printer => printer.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. memory.Facts.Queues.Where(pair => !names.Contains(pair.Key)).Select(pair => (pair.Key, pair.Value))];
    }

    private async Task<LocalDesktopQueue> EnsureAsync(
        DesktopPrinter printer, int port, IReadOnlyDictionary<string, string> present, CancellationToken cancellationToken)
    {
        var (queue, uri) = (CupsNames.Of(printer.Name), printer.UriOn(port));
        var ours = memory.Facts.Queues.ContainsKey(printer.Name);
        if (present.TryGetValue(queue, out var device) && device != uri && !ours)
        {
            return new LocalDesktopQueue(
                printer.Name, queue, uri, $"CUPS has a queue {queue} already, for {device}. Remove or rename it, and install again.");
        }

        var fault = device == uri && ours
            ? await RenewAsync(printer.Name, queue, uri, cancellationToken)
            : await MakeAsync(printer, queue, port, cancellationToken);
        if (fault is null)
        {
            return new LocalDesktopQueue(printer.Name, queue, uri);
        }

        DesktopLog.QueueFailed(log, queue, fault);
        return new LocalDesktopQueue(printer.Name, queue, uri, $"{fault}. By hand: {CommandFor(printer, port)}");
    }

    private async Task<string?> MakeAsync(DesktopPrinter printer, string queue, int port, CancellationToken cancellationToken)
    {
        var print = AbilityPrint.Of(abilities.Of(printer.Name));
        var made = await cups.RunAsync("lpadmin", ArgumentsFor(printer, queue, port), cancellationToken);
        if (!made.Succeeded)
        {
            return made.Reason;
        }

        if (await UsableAsync(queue, cancellationToken) is not { } usable)
        {
            return "CUPS has made the queue but could not learn what the printer can; its error_log says why";
        }

        Note(facts => facts[printer.Name] = queue);
        renewal.NoteMade(printer.Name, print, usable);
        DesktopLog.QueueMade(log, queue, printer.Name);
        return null;
    }

    private async Task<string?> RenewAsync(string printer, string queue, string uri, CancellationToken cancellationToken)
    {
        if (!renewal.IsDue(printer))
        {
            return null;
        }

        var (waits, fault) = await renewal.RenewAsync(printer, queue, uri, cancellationToken);
        AnyWaits |= waits;
        if (!waits && fault is null)
        {
            DesktopLog.QueueRenewed(log, queue, printer);
        }

        return fault;
    }

    private async Task<LocalDesktopQueue> RemoveAsync(
        string printer, string queue, IReadOnlyDictionary<string, string> present, CancellationToken cancellationToken)
    {
        if (present.ContainsKey(queue))
        {
            var removed = await cups.RunAsync("lpadmin", ["-x", queue], cancellationToken);
            if (!removed.Succeeded)
            {
                DesktopLog.QueueFailed(log, queue, removed.Reason);
                return new LocalDesktopQueue(printer, queue, null, $"{removed.Reason}. By hand: sudo lpadmin -x {queue}");
            }
        }

        Note(facts => facts.Remove(printer));
        DesktopLog.QueueRemoved(log, queue);
        return new LocalDesktopQueue(printer, queue, null);
    }

    /// <summary>lpadmin returns before CUPS has asked the printer, and tells no failure; a queue without options is none.</summary>
    private async Task<QueueOptions?> UsableAsync(string queue, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < options.CupsWait)
        {
            if (await renewal.OptionsAsync(queue, cancellationToken) is { AreThere: true } known)
            {
                return known;
            }

            await Task.Delay(Look, clock, cancellationToken);
        }

        return null;
    }

    /// <summary>A job that failed is not sent again by CUPS: whether pages came out is the agent's to say (design D8).</summary>
    private static string[] ArgumentsFor(DesktopPrinter printer, string queue, int port) =>
    [
        "-p", queue, "-E", "-v", printer.UriOn(port), "-m", "everywhere", "-D", printer.Name, "-L", printer.Location ?? "",
        "-o", "printer-error-policy=abort-job", "-o", "printer-is-shared=false",
    ];

    private void Note(Action<Dictionary<string, string>> change) => memory.Change(facts =>
    {
        var queues = new Dictionary<string, string>(facts.Queues, StringComparer.OrdinalIgnoreCase);
        change(queues);
        return facts with { Queues = queues, Learned = KeptOf(facts, queues) };
    });

    private static IReadOnlyDictionary<string, LearnedQueue> KeptOf(DesktopFacts facts, Dictionary<string, string> queues) =>
        facts.Learned.Where(pair => queues.ContainsKey(pair.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase);
}
