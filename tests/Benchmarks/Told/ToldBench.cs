using System.CommandLine;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.SystemUnderTest;
using static TicketFlow.Benchmarks.Figures;

namespace TicketFlow.Benchmarks.Told;

/// <summary>
/// <c>told</c>: a printer stops, a transfer to it fails; how long from the report of the failure until the agents with jobs for it are
/// told, the sender's own and the others'. Real ticket server, broker, monitor, agents and net-snmp cards; only a check can find the
/// fault.
/// </summary>
internal static class ToldBench
{
    private const int Printers = 6;
    private const int Agents = 3;

    /// <summary>A repetition that nobody is told in is none: then the bench ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly (string Oid, string Value)[] Jam =
        [("25.3.2.1.5.1", "integer 5"), ("25.3.5.1.1.1", "integer 1"), ("25.3.5.1.2.1", "octet_str 0x04")];

    public static Command Command()
    {
        var repetitions = new Option<int>("--repetitions")
        {
            Description = "Faults of each kind: a printer that says what is wrong, and one that went dark.",
            DefaultValueFactory = _ => 30,
        };
        var command = new Command("told", "From a failed transfer until waiting users are told that the printer has stopped.")
        {
            repetitions,
        };
        command.SetAction((parse, cancellation) => RunAsync(Math.Max(1, parse.GetValue(repetitions)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int repetitions, CancellationToken cancellation)
    {
        Say($"starting database, broker, ticket server, monitor, {Agents} agents, {Printers} net-snmp cards");
        await using var scene = await ToldScene.StartAsync(Printers, Agents);
        await scene.Site.ExplainAsync(async () =>
        {
            await using var ears = await ReportEars.ListenAsync(scene.Broker, cancellation);
            List<Figure> figures = [new("repetitions", repetitions, "faults of each kind")];
            foreach (var isDark in new[] { false, true })
            {
                var kind = isDark ? "dark" : "jam";
                Say($"{repetitions} faults: {kind}");
                figures.AddRange(Tell(kind, await RepeatAsync(scene, ears, repetitions, isDark)));
            }

            await WriteAsync("told", figures);
        });
        return 0;
    }

    private static async Task<List<Times>> RepeatAsync(ToldScene scene, ReportEars ears, int repetitions, bool isDark)
    {
        var told = new List<Times>();
        for (var turn = 0; told.Count < repetitions; turn++)
        {
            if (await OnceAsync(scene, ears, turn, isDark) is { } times)
            {
                told.Add(times);
            }
            else
            {
                Say("the others came too late to wait; once more");
            }
        }

        return told;
    }

    /// <summary>Null when the failure was reported before the others waited: they would have been told for joining.</summary>
    private static async Task<Times?> OnceAsync(ToldScene scene, ReportEars ears, int turn, bool isDark)
    {
        var (printer, card) = (turn % Printers, scene.Cards[turn % Printers]);
        await Eventually.TrueAsync(() => scene.IsReadyAsync(printer), Patience, () => $"{ToldScene.NameOf(printer)} is ready");
        scene.Doors[printer].Close();
        await (isDark ? card.SwitchOffAsync() : card.ShowAsync(Jam));
        var senders = Enumerable.Range(turn, Agents).Select(i => scene.Site.Agents[i % Agents]).ToArray();
        var jobs = new List<(AgentPart Agent, LocalJob Job)>();
        foreach (var sender in senders)
        {
            var job = await sender.SubmitAsync(ToldScene.NameOf(printer), $"{turn}", new byte[1000])
                ?? throw new InvalidOperationException($"{sender.Id} did not take a job.");
            jobs.Add((sender, job));
            await Eventually.TrueAsync(
                async () => await scene.QueuedAsync(printer) >= jobs.Count, Patience, () => $"{jobs.Count} jobs are queued");
        }

        var queued = TimeProvider.System.GetUtcNow();
        var questions = await Task.WhenAll(jobs.Select(AskedAsync));
        scene.Doors[printer].Open();
        await card.ShowAsync();
        var (failed, stopped) = (ears.FailureOf(questions[0].JobId)!.Value, ears.StopOf(ToldScene.NameOf(printer))!.Value);
        return queued < failed
            ? new Times((stopped - failed).TotalMilliseconds, [.. questions.Select(q => (q.At - failed).TotalMilliseconds)])
            : null;
    }

    /// <summary>The agent notes itself when it was told.</summary>
    private static async Task<(string JobId, DateTimeOffset At)> AskedAsync((AgentPart Agent, LocalJob Job) sent)
    {
        LocalJob? shown = null;
        await Eventually.TrueAsync(
            async () => (shown = await ToldScene.ShowAsync(sent.Agent, sent.Job)).Question?.Code == NoticeCodes.PrinterStopped,
            Patience, () => $"{sent.Job.Title} is asked; it is {shown?.State} {shown?.Text}");
        return (shown!.JobId!, shown.Question!.At);
    }

    private static IEnumerable<Figure> Tell(string kind, List<Times> told) =>
    [
        .. Spread($"{kind}_report_to_event", told.Select(t => t.Event)),
        .. Spread($"{kind}_report_to_sender", told.Select(t => t.Agents[0])),
        .. Spread($"{kind}_report_to_others", told.SelectMany(t => t.Agents.Skip(1))),
    ];

    private static void Say(string what) => Monitor.MonitorBench.Say(what);

    /// <summary>Milliseconds from the report of the failure: to the monitor's word, and to each agent, the sender's first.</summary>
    private sealed record Times(double Event, IReadOnlyList<double> Agents);
}
