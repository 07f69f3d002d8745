using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TicketFlow.EventStore.Chain;

namespace TicketFlow.Ops.Chain;

/// <summary><c>chain seal | check | show</c>: proves that nothing in the log was changed or removed since it was sealed.</summary>
internal static class ChainCommands
{
    private const string Help = """
        A hash chain over the event log. 'seal' it daily (ticketflow-seal.timer does) and keep the last hash somewhere the
        database's owner cannot write. The role ticketflow_auditor may do all of it, and nothing else.

        Examples:
          ticketflow-ops chain seal
          ticketflow-ops chain check --expect 3f9a…      exit code 1 when something was altered, removed, inserted or re-ordered;
                                                       a warning when events have not been sealed for two days
        """;

    public static Command Create()
    {
        var command = new Command("chain", Help);
        command.Subcommands.Add(Seal());
        command.Subcommands.Add(Check());
        command.Subcommands.Add(Show());
        return command;
    }

    private static Command Seal()
    {
        var stretch = new Option<int>("--stretch") { Description = "Events per seal.", DefaultValueFactory = _ => 10_000 };
        var command = new Command("seal", "Seals the events since the last seal; prints the newest hash.") { stretch };
        command.SetAction((parse, cancellation) => Operation.WithLogAsync(
            async (store, token) =>
            {
                var size = parse.GetValue(stretch);
                if (size is < 1 or > 1_000_000)
                {
                    throw new OperationException(ExitCodes.Failed, $"--stretch {size}: it must be 1 to 1,000,000.");
                }

                var made = await new EventChain(store).SealAsync(size, cancellation: token);
                Console.WriteLine(made.Count == 0 ? "Nothing new to seal." : string.Create(CultureInfo.InvariantCulture,
                    $"{made.Sum(s => s.Events)} events up to number {made[^1].To} sealed. Keep this hash: {made[^1].Hash}"));
                return ExitCodes.Ok;
            },
            cancellation));
        return command;
    }

    private static Command Check()
    {
        var expect = new Option<string?>("--expect") { Description = "A hash that 'seal' printed once and that was kept elsewhere." };
        var command = new Command("check", "Computes every seal again. Exit code 1 when the log and its seals do not agree.") { expect };
        command.SetAction((parse, cancellation) => Operation.WithLogAsync(
            async (store, token) =>
            {
                var chain = new EventChain(store);
                var findings = await chain.CheckAsync(parse.GetValue(expect), cancellation: token);
                foreach (var finding in findings)
                {
                    Console.WriteLine($"{finding.Kind.ToString().ToLowerInvariant()}: {finding.Detail}");
                }

                if (SealAge.Warning(await chain.UnsealedSinceAsync(token), TimeProvider.System.GetUtcNow()) is { } warning)
                {
                    Console.Error.WriteLine($"ticketflow-ops: {warning}");
                }

                var seals = await chain.SealsAsync(token);
                Console.WriteLine(seals.Count == 0 ? "Nothing is sealed yet; 'ticketflow-ops chain seal' begins."
                    : string.Create(CultureInfo.InvariantCulture,
                        $"{seals.Count} seals over {seals.Sum(s => s.Events)} events up to number {seals[^1].To}: {findings.Count} findings."));
                return findings.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
            },
            cancellation));
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "The seals, a JSON object per line.");
        command.SetAction((_, cancellation) => Operation.WithLogAsync(
            async (store, token) =>
            {
                foreach (var seal in await new EventChain(store).SealsAsync(token))
                {
                    Console.WriteLine(JsonSerializer.Serialize(seal, Operation.Json));
                }

                return ExitCodes.Ok;
            },
            cancellation));
        return command;
    }
}
