using System.ComponentModel.DataAnnotations;

namespace TicketFlow.TicketServer.Leases;

/// <summary>How leases are kept (section <c>Leases</c> of the configuration).</summary>
public sealed class LeaseOptions
{
    /// <summary>A lease ends when its agent has not renewed it for so long. Default 5 minutes; agents renew three times as often.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Leases:Silence must be between 1 second and a day.")]
    public TimeSpan Silence { get; set; } = TimeSpan.FromMinutes(5);
}
