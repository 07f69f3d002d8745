using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketFlow.EventStore;
using TicketFlow.Reporting.Api;
using TicketFlow.Reporting.Api.Figures;
using TicketFlow.Reporting.Schedules;
using TicketFlow.Reporting.Statistics;

namespace TicketFlow.Ops.Reports;

/// <summary>What the commands about scheduled reports share: the log as reporting sees it, refusals as sentences.</summary>
internal sealed class ReportWork(DocumentStore store, CancellationToken cancellation)
{
    /// <summary>Runs with the log of <c>TICKETFLOW_POSTGRES</c>; the tables in it are the services' business.</summary>
    public static Task<int> RunAsync(Func<ReportWork, Task> work, CancellationToken cancellation) => Operation.WithReportingStoreAsync(
        async (store, token) =>
        {
            try
            {
                await work(new ReportWork(store, token));
                return ExitCodes.Ok;
            }
            catch (ReportRefusedException e)
            {
                throw new OperationException(
                    e.Code == ReportErrors.Unknown ? ExitCodes.NotFound : ExitCodes.Failed, $"{e.Message} ({e.Code})");
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InsufficientPrivilege)
            {
                throw new OperationException(
                    ExitCodes.Unreachable,
                    "The reports' tables are not there. The reporting service makes them when it first starts: start it.");
            }
        },
        cancellation);

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public Task<ReportScheduleBook> BookAsync() => new ReportScheduleDesk(store).ReadAsync(cancellation);

    public Task<bool> RecordAsync(Func<ReportScheduleBook, ReportScheduleEvent?> decide) =>
        new ReportScheduleDesk(store).RecordAsync(decide, "operator:" + Environment.UserName, cancellation);

    public Task<IReadOnlyList<ReportRun>> RunsAsync(string? schedule, int most) =>
        new ReportHistory(store.DataSource).ReadAsync(schedule, most, cancellation);

    public Task<ComposedReport> ComposeAsync(ReportSchedule schedule, ReportPeriod period) => new ReportComposer(
        new StatisticsQuery(store.DataSource), new CostsQuery(store.DataSource, Options.Create(new ApiOptions())))
        .ComposeAsync(schedule, period, page: null, note: null, cancellation);

    /// <summary>A moment as operators read it.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
