using System.CommandLine;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Replay;

namespace TicketFlow.Ops.Replay;

/// <summary><c>rebuild</c>: fills a projection's live tables from the events again.</summary>
internal static class RebuildCommand
{
    private const string Help = """
        Empties a projection's tables and fills them from the events again, in one transaction. Servers may run: their appends wait until it
        is done, readers see the old rows until then. Users may be told of a stopped printer a second time.

        "reporting" is filled beside the live tables by a running reporting service and switched when it has caught up: nobody waits. This
        command shows how far it is; interrupting it stops nothing.

        Examples:
          ticketflow-ops rebuild queue --yes
          ticketflow-ops rebuild reporting --yes
        """;

    public static Command Create()
    {
        var (name, yes) = (
            new Argument<string>("PROJECTION") { Description = $"One of: {string.Join(", ", KnownProjection.Names)}." },
            new Option<bool>("--yes") { Description = "Do it. Without it, the command says what it would do." });
        var command = new Command("rebuild", Help) { name, yes };
        command.SetAction((parse, cancellation) => Operation.GuardAsync(() =>
        {
            var projection = KnownProjection.Of(parse.GetRequiredValue(name));
            return projection.WithStoreAsync((store, token) => RebuildAsync(store, projection, parse.GetValue(yes), token), cancellation);
        }));
        return command;
    }

    private static async Task<int> RebuildAsync(DocumentStore store, KnownProjection projection, bool yes, CancellationToken cancellation)
    {
        var tables = string.Join(", ", projection.Tables.Select(t => $"{projection.Schema}.{t.Name}"));
        if (!yes)
        {
            Console.WriteLine($"This would empty {tables} and fill them from the events.");
            Console.WriteLine($"Look first with 'ticketflow-ops verify {projection.Name}'; add --yes to do it.");
            return ExitCodes.Failed;
        }

        if (projection.Published is { } published)
        {
            return await RebuildBeside.RunAsync(store, published, cancellation);
        }

        await using var connection = await store.DataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);

        // The lock waits for every append that has touched the tables and holds back the others, so that what the log shows now is all.
        var deletes = string.Concat(projection.Tables.Select(t => $"; delete from {projection.Schema}.{t.Name}"));
        await using (var empty = new Npgsql.NpgsqlCommand($"lock table {tables} in share row exclusive mode{deletes}", connection))
        {
            await empty.ExecuteNonQueryAsync(cancellation);
        }

        var done = await ReplayBar.RunAsync(
            projection.Name, progress => projection.Replay(store).RunAsync(connection, new ReplayRange(), progress, cancellation));
        await transaction.CommitAsync(cancellation);
        Console.WriteLine($"{projection.Name}: filled from {done.Events:N0} events.");
        return ExitCodes.Ok;
    }
}
