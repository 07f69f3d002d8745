using System.CommandLine;
using TicketFlow.Model;
using TicketFlow.Testing.Postgres;
using TicketFlow.Testing.RabbitMq;

namespace TicketFlow.Benchmarks.Soak;

/// <summary>
/// <c>soak</c>: random sequences of everything that can happen to jobs, against the real server, checked after each (tests/Model).
/// </summary>
internal static class SoakBench
{
    public static Command Command()
    {
        var sequences = new Option<int>("--sequences") { Description = "Sequences in all.", DefaultValueFactory = _ => 10_000 };
        var seed = new Option<int>("--seed")
        {
            Description = "Seed of the first; the others count on.",
            DefaultValueFactory = _ => Random.Shared.Next(1, 1_000_000_000),
        };
        var lanes = new Option<int>(
            "--lanes")
        { Description = "Sequences at the same time, in one server.", DefaultValueFactory = _ => 24 };
        var restarts = new Option<int>("--restart-every")
        {
            Description = "The server restarts after so many sequences; 0: never.",
            DefaultValueFactory = _ => 500,
        };
        var command = new Command("soak", "Random sequences of commands, losses, repeats and restarts, each checked.")
        {
            sequences, seed, lanes, restarts,
        };
        command.SetAction(parse => RunAsync(new ModelRunOptions(
            parse.GetValue(sequences), parse.GetValue(seed), parse.GetValue(lanes), parse.GetValue(restarts))));
        return command;
    }

    private static async Task<int> RunAsync(ModelRunOptions options)
    {
        Console.WriteLine(
            $"{options.Sequences} sequences, {options.Lanes} at a time, seeds {options.Seed} to {options.Seed + options.Sequences - 1}");
        var progress = new SoakProgress(options.Sequences, TimeProvider.System, Console.Out);
        var result = await ModelRun.RunAsync(
            options, await PostgresServer.SharedAsync(), await RabbitMqServer.SharedAsync(), progress.Show);
        foreach (var violation in result.Violations)
        {
            Console.Error.WriteLine(violation);
        }

        await Figures.WriteAsync("soak",
        [
            new("sequences", result.Sequences, "sequences"),
            new("jobs", result.Jobs, "jobs"),
            new("turns", result.Turns, "turns"),
            new("restarts", result.Restarts, "restarts"),
            new("sequences_per_second", result.Sequences / result.Elapsed.TotalSeconds, "1/s"),
            new("violations", result.Violations.Count, "sequences"),
        ]);
        if (result.Violations.Count > 0)
        {
            Console.Error.WriteLine("A violation names its seed. Again, alone: ops/bench soak --sequences 1 --seed SEED");
            Console.Error.WriteLine(
                $"All together: ops/bench soak --sequences {options.Sequences} --seed {options.Seed} --lanes {options.Lanes}");
        }

        return result.Violations.Count == 0 ? 0 : 1;
    }
}
