using System.Text.Json.Serialization;

namespace TicketFlow.Contracts.Health;

/// <summary>
/// RC1, patent steps 6-11 and 6-17 (M-20): the monitor is asked to look at a resource at once. Transient: whoever asked goes on after a
/// time without an answer. The answer is <see cref="ResourceCheckAnswered"/> on <see cref="HealthTopology.Exchange"/>; many questions get
/// one.
/// </summary>
/// <param name="Resource">The resource's name.</param>
/// <param name="Reason">Why: a transfer error code, or the reason of a silence.</param>
/// <param name="JobId">The job that showed it.</param>
public sealed record CheckResourceNow(
    [property: JsonPropertyName("p")] string Resource,
    [property: JsonPropertyName("c")] string Reason,
    [property: JsonPropertyName("j")] string JobId)
{
    /// <summary>AMQP <c>type</c>.</summary>
    public const string MessageType = "RC1";

    /// <summary>The monitor's queue.</summary>
    public const string Queue = "tf.checks";
}
