using System.ComponentModel.DataAnnotations;

namespace TicketFlow.PrinterMonitor;

/// <summary>Where the monitor's neighbours are, and what it is called (section <c>Monitor</c>).</summary>
public sealed class MonitorOptions
{
    /// <summary>
    /// Connection string; environment <c>TICKETFLOW_MONITOR_POSTGRES</c>, or a file named by <c>TICKETFLOW_MONITOR_POSTGRES_FILE</c>.
    /// </summary>
    [Required(ErrorMessage = "TICKETFLOW_MONITOR_POSTGRES is missing: the connection string of the database, for example "
        + "Host=127.0.0.1;Database=ticketflow;Username=ticketflow_monitor;…")]
    public string Postgres { get; set; } = "";

    /// <summary>
    /// AMQP URI; environment <c>TICKETFLOW_MONITOR_RABBITMQ</c>, or a file named by <c>TICKETFLOW_MONITOR_RABBITMQ_FILE</c>.
    /// </summary>
    [Required(ErrorMessage = "TICKETFLOW_MONITOR_RABBITMQ is missing: the address of the broker, amqp://user:password@host:port/vhost")]
    public string RabbitMq { get; set; } = "";

    /// <summary>This monitor among others; also the name of its trap engine. Default: the machine's name.</summary>
    [RegularExpression("^[A-Za-z0-9._-]{1,60}$", ErrorMessage = "Monitor:Name must be 1 to 60 of letters, digits, '.', '_' and '-'.")]
    public string Name { get; set; } = Environment.MachineName;

    /// <summary>
    /// A monitor that has not renewed its lease for this time is taken for dead; others take its printers over. Default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Monitor:LeaseFor must be between 1 second and 10 minutes.")]
    public TimeSpan LeaseFor { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often it is renewed. Default 2.5 s; at most a third of <see cref="LeaseFor"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:03:00", ErrorMessage = "Monitor:RenewEvery must be between 0.1 seconds and 3 minutes.")]
    public TimeSpan RenewEvery { get; set; } = TimeSpan.FromSeconds(2.5);
}
