using System.CommandLine;
using Spectre.Console;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Transfer;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.Ops.Demo;

/// <summary><c>demo</c>: a month of an invented office, so that reports and plots have something to show.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var (month, jobs, seed, yes) = (
            new Option<string?>("--month") { Description = "Which past month, like 2026-10; default: the last one." },
            new Option<int>("--jobs") { Description = "How many jobs, 1 to 1000000.", DefaultValueFactory = _ => 25_000 },
            new Option<int>("--seed")
            {
                Description = "Another seed is another month; the same one is the same.",
                DefaultValueFactory = _ => 1,
            },
            new Option<bool>("--yes") { Description = "The log is a demonstration's: go ahead. Events cannot be taken back." });
        var command = new Command(
            "demo",
            """
            Writes a month of an invented office into the log: 50 people, 6 departments, 20 printers at addresses where nobody is. Once; again
            with the same seed and month it changes nothing.

            Example: ticketflow-ops demo --yes
            """)
        {
            month, jobs, seed, yes,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => parse.GetValue(yes)
                ? RunAsync(
                    store, DemoMonth.Of(parse.GetValue(month), TimeProvider.System.GetUtcNow()), Bounded(parse.GetValue(jobs)),
                    parse.GetValue(seed), token)
                : throw new OperationException(
                    ExitCodes.Failed, "This writes invented jobs for good; run it with --yes against a demonstration's database."),
            cancellation));
        return command;
    }

    private static int Bounded(int jobs) => jobs is >= 1 and <= 1_000_000
        ? jobs : throw new OperationException(ExitCodes.Failed, $"--jobs is {jobs}; it must be between 1 and 1000000.");

    private static async Task<int> RunAsync(DocumentStore store, DemoMonth month, int jobs, int seed, CancellationToken cancellation)
    {
        var known = await KnownPrintersAsync(store, cancellation);
        List<PastEvent> events = [.. DemoStory.Of(month, jobs, seed, known)];
        var first = events.First(e => e.Data is JobEvent).StreamKey;
        if (await store.LightweightSession().Events.FetchStreamStateAsync(first, cancellation) is not null)
        {
            Console.WriteLine($"The demonstration of {month.Name} with seed {seed} is there already.");
            return ExitCodes.Ok;
        }

        await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn()).StartAsync(
            async progress =>
            {
                var bar = progress.AddTask("events", maxValue: events.Count);
                await new PastWriter(store).WriteAsync(events, new Count(bar), cancellation);
            });
        Console.WriteLine($"{events.Count} events of {jobs} jobs in {month.Name} written (seed {seed}).");
        return ExitCodes.Ok;
    }

    private static async Task<HashSet<string>> KnownPrintersAsync(DocumentStore store, CancellationToken cancellation)
    {
        await using var command = store.DataSource.CreateCommand("select name from queue_resource");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private sealed class Count(ProgressTask bar) : IProgress<long>
    {
        public void Report(long value) => bar.Value = value;
    }
}
