using Microsoft.Extensions.Logging;
using Npgsql;
using TicketFlow.Hosting;

namespace TicketFlow.Reporting.Api.Views;

/// <summary>
/// Keeps the views of the schema <c>bi</c>: they hang on the published views, which go when a new generation has other columns, so they are
/// looked after at each switch.
/// </summary>
internal sealed class BiViews(NpgsqlDataSource database, ILogger<BiViews> log) : ListeningWorker(database)
{
    // Any number will do as long as every reporting service takes the same one ("TFBIVIEW" in ASCII).
    private const long ViewLock = 0x5446_4249_5649_4557;

    private const string Missing = """
        with wanted as (select v.name, to_regclass(v.source) as source from unnest($1, $2) as v(name, source))
        select coalesce(array_agg(name) filter (where to_regclass('bi.' || name) is null
            or coalesce(obj_description(to_regclass('bi.' || name), 'pg_class'), '') <> $3), '{}')
        from wanted where source is not null
        """;

    /// <summary>The event store says here that a projection has a new generation.</summary>
    protected override string Channel => "ticketflow_generations";

    protected override async Task WorkAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        if ((await MissingAsync(connection, stopping)).Length == 0)
        {
            return;
        }

        await using (var transaction = await connection.BeginTransactionAsync(stopping))
        {
            await ExecuteAsync(connection, $"select pg_advisory_xact_lock({ViewLock})", stopping);
            // Another service may have made them meanwhile.
            var missing = await MissingAsync(connection, stopping);
            await ExecuteAsync(connection, BiSchema.Script(missing), stopping);
            await transaction.CommitAsync(stopping);
        }

        ApiLog.ViewsMade(log);
    }

    protected override void Lost(string reason) => ApiLog.ViewsMissing(log, reason);

    private static async Task<string[]> MissingAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Missing, connection);
        command.Parameters.Add(new() { Value = BiSchema.All.Select(v => v.Name).ToArray() });
        command.Parameters.Add(new() { Value = BiSchema.All.Select(v => v.Listing.View).ToArray() });
        command.Parameters.Add(new() { Value = BiSchema.Mark });
        return (string[])(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
