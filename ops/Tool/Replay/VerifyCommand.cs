using System.CommandLine;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Replay;

namespace TicketFlow.Ops.Replay;

/// <summary><c>verify</c>: replays a projection beside the live one and prints each difference (M-32).</summary>
internal static class VerifyCommand
{
    private const string Help = """
        Replays a projection into temporary tables and prints each row in which the live one differs. Changes nothing; servers go on.

        Exit codes: 0 equal, 1 there are differences.
        Example: ticketflow-ops verify queue
        """;

    public static Command Create()
    {
        var (name, most) = (
            new Argument<string>("PROJECTION") { Description = $"One of: {string.Join(", ", KnownProjection.Names)}." },
            new Option<int>("--most") { Description = "Differences printed at most per table.", DefaultValueFactory = _ => 100 });
        var command = new Command("verify", Help) { name, most };
        command.SetAction((parse, cancellation) => Operation.GuardAsync(() =>
        {
            var projection = KnownProjection.Of(parse.GetRequiredValue(name));
            return projection.WithStoreAsync((store, token) => VerifyAsync(store, projection, parse.GetValue(most), token), cancellation);
        }));
        return command;
    }

    private static async Task<int> VerifyAsync(DocumentStore store, KnownProjection projection, int most, CancellationToken cancellation)
    {
        VerificationResult? result = null;
        await ReplayBar.RunAsync(projection.Name, async progress =>
        {
            result = await Verification.RunAsync(store, projection, most, progress, cancellation);
            return new ReplayProgress(result.Events, 0, 0);
        });
        foreach (var difference in result!.Shown)
        {
            Console.WriteLine($"{difference.Table} {difference.Key}");
            Console.WriteLine($"  live:     {difference.Live ?? "no such row"}");
            Console.WriteLine($"  replayed: {difference.Replayed ?? "no such row"}");
        }

        Console.WriteLine($"{projection.Name}: {result.Events:N0} events replayed, {result.Count:N0} differences.");
        if (result.Parked > 0)
        {
            Console.WriteLine($"{result.Parked:N0} events that cannot be projected are left out: see ticketflow.parked_events.");
        }

        if (result.Count > 0)
        {
            Console.WriteLine($"'ticketflow-ops rebuild {projection.Name} --yes' fills it from the events again.");
        }

        return result.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
