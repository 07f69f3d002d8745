using System.CommandLine;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Replay;

namespace TicketFlow.Ops.Replay;

/// <summary><c>replay</c>: projects a part of the log, to look at or to keep in a schema of its own.</summary>
internal static class ReplayCommand
{
    private const string Help = """
        Projects events into a new schema, to be looked at with any SQL tool; drop it when done. Without --into it only counts and measures.

        Examples:
          ticketflow-ops replay queue --to 10:42:07 --into incident
          ticketflow-ops replay queue
        """;

    public static Command Create()
    {
        var (name, from, to, into) = (
            new Argument<string>("PROJECTION") { Description = $"One of: {string.Join(", ", KnownProjection.Names)}." },
            new Option<long>("--from") { Description = "Only events after this number." },
            new Option<string?>("--to") { Description = "Only events up to this number, or recorded up to this time." },
            new Option<string?>("--into") { Description = "A new schema: small letters, digits, underscores." });
        var command = new Command("replay", Help) { name, from, to, into };
        command.SetAction((parse, cancellation) => Operation.GuardAsync(() =>
        {
            var projection = KnownProjection.Of(parse.GetRequiredValue(name));
            var range = RangeOf(parse.GetValue(from), parse.GetValue(to));
            return projection.WithStoreAsync(
                (store, token) => ReplayAsync(store, projection, range, parse.GetValue(into), token), cancellation);
        }));
        return command;
    }

    private static ReplayRange RangeOf(long after, string? to) =>
        to is null ? new(after)
        : long.TryParse(to, out var number) ? new(after, UpTo: number)
        : new(after, Until: Moment.Parse(to, TimeProvider.System));

    private static async Task<int> ReplayAsync(
        DocumentStore store, KnownProjection projection, ReplayRange range, string? into, CancellationToken cancellation)
    {
        if (into is not null && !(into.Length is > 0 and <= 40 && char.IsAsciiLetterLower(into[0])
            && into.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')))
        {
            throw new OperationException(
                ExitCodes.Failed, $"'{into}' is no usable schema name: small letters, digits, underscores, a letter first.");
        }

        await using var scratch = await Scratch.OpenAsync(store, cancellation);
        if (into is not null)
        {
            await scratch.ExecuteAsync($"create schema {into}; set local search_path to {into}, ticketflow, public", cancellation);
        }

        var (clock, begun) = (TimeProvider.System, TimeProvider.System.GetTimestamp());
        var done = await ReplayBar.RunAsync(
            projection.Name, progress => scratch.FillAsync(projection.Replay(store), range, progress, cancellation));
        var seconds = clock.GetElapsedTime(begun).TotalSeconds;
        if (into is not null)
        {
            await scratch.KeepAsync(cancellation);
        }

        Console.WriteLine(
            $"{projection.Name}: {done.Events:N0} events up to number {done.Sequence} in {seconds:0.0} s ({done.Events / seconds:N0} events/s).");
        Console.WriteLine(into is null ? "Nothing was kept." : $"Kept in schema {into}; 'drop schema {into} cascade' removes it.");
        return ExitCodes.Ok;
    }
}
