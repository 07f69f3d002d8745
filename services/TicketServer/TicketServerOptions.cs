using System.ComponentModel.DataAnnotations;

namespace TicketFlow.TicketServer;

/// <summary>Where the server's neighbours are and how much it takes at once.</summary>
public sealed class TicketServerOptions
{
    /// <summary>
    /// Connection string of the database; environment <c>TICKETFLOW_POSTGRES</c>, or a file named by <c>TICKETFLOW_POSTGRES_FILE</c>.
    /// </summary>
    [Required(ErrorMessage =
        "TICKETFLOW_POSTGRES is missing: the connection string of the database, for example Host=127.0.0.1;Database=ticketflow;Username=…")]
    public string Postgres { get; set; } = "";

    /// <summary>
    /// AMQP URI of the broker; environment <c>TICKETFLOW_RABBITMQ</c>, or a file named by <c>TICKETFLOW_RABBITMQ_FILE</c>.
    /// </summary>
    [Required(ErrorMessage = "TICKETFLOW_RABBITMQ is missing: the address of the broker, amqp://user:password@host:port/vhost")]
    public string RabbitMq { get; set; } = "";

    /// <summary>Request queues. Default 4. All servers must agree; before changing it, let the queues run empty.</summary>
    [Range(1, 64, ErrorMessage = "TicketServer:Partitions must be between 1 and 64.")]
    public int Partitions { get; set; } = 4;

    /// <summary>Messages of one partition handled at the same time. Default 256: about what one group commit takes.</summary>
    [Range(1, 5000, ErrorMessage = "TicketServer:Concurrency must be between 1 and 5000.")]
    public int Concurrency { get; set; } = 256;
}
