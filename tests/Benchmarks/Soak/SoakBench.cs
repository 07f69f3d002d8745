using System.CommandLine;
using TicketFlow.Model;
using TicketFlow.Testing.Postgres;
using TicketFlow.Testing.RabbitMq;

namespace TicketFlow.Benchmarks.Soak;

/// <summary><c>soak</c>: random sequences of everything that can happen to jobs, against the real server, checked after each (tests/Model).</summary>
internal static class SoakBench
{
    private const int ShowEvery = 500;

    public static Command Command()
    {
        var sequences = new Option<int>("--sequences") { Description = "Sequences in all.", DefaultValueFactory = _ => 10_000 };
        var seed = new Option<int>("--seed") { Description = "Seed of the first; the others count on.", DefaultValueFactory = _ => Random.Shared.Next(1, 1_000_000_000) };
        var lanes = new Option<int>("--lanes") { Description = "Sequences at the same time.", DefaultValueFactory = _ => 24 };
        var restarts = new Option<int>("--restart-every") { Description = "The server restarts after so many sequences; 0: never.", DefaultValueFactory = _ => 500 };
        var command = new Command("soak", "Random sequences of commands, losses, repeats and restarts, each checked.") { sequences, seed, lanes, restarts };
        command.SetAction(parse => RunAsync(new ModelRunOptions(
            parse.GetValue(sequences), parse.GetValue(seed), parse.GetValue(lanes), parse.GetValue(restarts))));
        return command;
    }

    private static async Task<int> RunAsync(ModelRunOptions options)
    {
        Console.WriteLine($"seed: {options.Seed}");
        var result = await ModelRun.RunAsync(
            options, await PostgresServer.SharedAsync(), await RabbitMqServer.SharedAsync(), ended => Show(ended, options.Sequences));
        foreach (var violation in result.Violations)
        {
            Console.Error.WriteLine(violation);
        }

        await Figures.WriteAsync("soak",
        [
            new("sequences", result.Sequences, "sequences"),
            new("jobs", result.Jobs, "jobs"),
            new("restarts", result.Restarts, "restarts"),
            new("sequences_per_second", result.Sequences / result.Elapsed.TotalSeconds, "1/s"),
            new("violations", result.Violations.Count, "sequences"),
        ]);
        return result.Violations.Count == 0 ? 0 : 1;
    }

    private static void Show(int ended, int all)
    {
        if (ended % ShowEvery == 0)
        {
            Console.WriteLine($"{ended} of {all}");
        }
    }
}
