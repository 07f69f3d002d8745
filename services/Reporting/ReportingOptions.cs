using System.ComponentModel.DataAnnotations;

namespace TicketFlow.Reporting;

/// <summary>Where the reporting service's neighbours are (section <c>Reporting</c>).</summary>
public sealed class ReportingOptions
{
    /// <summary>
    /// Connection string; environment <c>TICKETFLOW_REPORTING_POSTGRES</c>, or a file named by <c>TICKETFLOW_REPORTING_POSTGRES_FILE</c>.
    /// </summary>
    [Required(ErrorMessage = "TICKETFLOW_REPORTING_POSTGRES is missing: the connection string of the database, for example "
        + "Host=127.0.0.1;Database=ticketflow;Username=ticketflow_reporting;…")]
    public string Postgres { get; set; } = "";

    /// <summary>A projection further behind the log than this many events makes the service not ready. Default 100,000.</summary>
    [Range(1, long.MaxValue, ErrorMessage = "Reporting:LagAllowed must be at least 1 event.")]
    public long LagAllowed { get; set; } = 100_000;
}
