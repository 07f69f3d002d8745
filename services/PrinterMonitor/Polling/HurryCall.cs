using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.PrinterMonitor.Fleet;

namespace TicketFlow.PrinterMonitor.Polling;

/// <summary>Has printers asked at once by whichever monitor they belong to.</summary>
internal sealed class HurryCall(NpgsqlDataSource database, ILogger<HurryCall> log)
{
    /// <summary>All monitors listen here; the payload is the resource to ask now.</summary>
    public const string Channel = "monitor_hurry";

    public async Task TellAsync(string[] names, CancellationToken cancellation)
    {
        try
        {
            await using var command = database.CreateCommand($"select pg_notify('{Channel}', n) from unnest($1) as n")
                .With(names, NpgsqlDbType.Array | NpgsqlDbType.Text);
            await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // The poll in turn sees it.
            FleetLog.DatabaseLost(log, e.Message);
        }
    }
}
