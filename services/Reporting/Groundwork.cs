using Microsoft.Extensions.Logging;
using Npgsql;
using TicketFlow.Hosting;

namespace TicketFlow.Reporting;

/// <summary>Before anything is projected: the published schema, the API's own, and the log.</summary>
internal sealed class Groundwork(NpgsqlDataSource database, ILogger<Groundwork> log) : FollowerGroundwork(database, "ticketflow_reporting")
{
    // Any number will do as long as every reporting service takes the same one ("TFREPORT" in ASCII).
    protected override long SchemaLock => 0x5446_5245_504F_5254;

    protected override string LogIsThere => """
        select to_regclass('ticketflow.mt_event_progression') is not null
          and to_regclass('ticketflow.projection_generations') is not null
          and has_table_privilege('ticketflow.mt_events', 'select')
          and has_table_privilege('ticketflow.mt_event_progression', 'insert, update')
          and has_table_privilege('ticketflow.projection_generations', 'insert, update')
        """;

    protected override Task<string> SchemaSqlAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        Task.FromResult(Sql.Embedded("ReportingSchema.sql") + "\n" + Sql.Embedded("Api.FinanceSchema.sql"));

    protected override void Waiting(string reason) => ReportingLog.Waiting(log, reason);
}
