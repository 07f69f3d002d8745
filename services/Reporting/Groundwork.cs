using Microsoft.Extensions.Logging;
using Npgsql;
using TicketFlow.Hosting;
using TicketFlow.Reporting.Schedules;

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
          and coalesce(has_function_privilege(to_regprocedure('ticketflow.tell_support(uuid, timestamptz, text, text)'), 'execute'), false)
        """;

    protected override Task<string> SchemaSqlAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        Task.FromResult(string.Join(
            '\n', Sql.Embedded("ReportingSchema.sql"), Sql.Embedded("Api.FinanceSchema.sql"), Sql.Embedded("Parked.ParkedSchema.sql"),
            ReportSql.Schema));

    protected override void Waiting(string reason) => ReportingLog.Waiting(log, reason);
}
