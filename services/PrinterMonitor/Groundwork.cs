using Microsoft.Extensions.Logging;
using Npgsql;
using TicketFlow.Hosting;
using TicketFlow.PrinterMonitor.Alerts;

namespace TicketFlow.PrinterMonitor;

/// <summary>Before anything is asked: the monitor's own tables, and the log.</summary>
internal sealed class Groundwork(NpgsqlDataSource database, ILogger<Groundwork> log) : FollowerGroundwork(database, "ticketflow_monitor")
{
    private static readonly string[] Scripts =
        ["Fleet.MonitorSchema.sql", "Alerts.AlertSchema.sql", "Forecast.ForecastSchema.sql", "Discovery.DiscoverySchema.sql"];

    // Any number will do as long as every monitor takes the same one ("TFMONITR" in ASCII).
    protected override long SchemaLock => 0x5446_4D4F_4E49_5452;

    protected override string LogIsThere => """
        select to_regclass('ticketflow.mt_event_progression') is not null
          and has_table_privilege('ticketflow.mt_events', 'select')
          and has_table_privilege('ticketflow.mt_event_progression', 'insert, update')
        """;

    /// <summary>
    /// The schema itself is an administrator's to make (the monitor's role may not); where the role may, it is made here.
    /// </summary>
    protected override async Task<string> SchemaSqlAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var isThere = await IsTrueAsync(connection, "select to_regnamespace('monitor') is not null", cancellation);
        return (isThere ? "" : "create schema monitor; ") + string.Join(
            '\n', [.. Scripts.Select(Sql.Embedded), AlertModule.Letters.SchemaSql, Sql.Embedded("Alerts.OperatorGrants.sql")]);
    }

    protected override void Waiting(string reason) => GroundworkLog.Waiting(log, reason);
}

internal static partial class GroundworkLog
{
    [LoggerMessage(2800, LogLevel.Warning, "Waiting for the database: {Reason}.")]
    public static partial void Waiting(ILogger log, string reason);
}
