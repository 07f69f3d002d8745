using TicketFlow.EventStore;
using TicketFlow.Reporting.Costs;
using TicketFlow.Reporting.Facts;
using TicketFlow.Reporting.Invoices;
using TicketFlow.Reporting.Ledger;
using TicketFlow.Reporting.Schedules;
using TicketFlow.Reporting.Statistics;

namespace TicketFlow.Reporting;

/// <summary>
/// The events that reporting reads and its projections. The operators' tool opens the same store beside the ticket server's, for one alias
/// can be one type only.
/// </summary>
public static class ReportingStore
{
    /// <summary>Registers them.</summary>
    public static void Configure(StoreOptions options)
    {
        ReportedFacts.Configure(options);
        InvoiceEventTypes.Configure(options);
        ReportScheduleEventTypes.Configure(options);
        options.Projections.AddAsync(NewReportedJobs());
    }

    /// <summary>
    /// The ledger with everything that hangs on its outcomes. Whatever changes the meaning of its tables raises
    /// <see cref="ReportedJobs.Version"/>: a new generation is then filled beside the live one.
    /// </summary>
    public static ReportedJobs NewReportedJobs() => new([new UsageSink(), new ChargeSink()]);
}
