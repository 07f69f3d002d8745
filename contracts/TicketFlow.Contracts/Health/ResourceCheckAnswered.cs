using System.Text.Json.Serialization;

namespace TicketFlow.Contracts.Health;

/// <summary>
/// RA1 (M-20): the answer to <see cref="CheckResourceNow"/>. Transient. A change it found goes out as <see cref="ResourceHealthChanged"/>
/// besides.
/// </summary>
/// <param name="Resource">The resource's name.</param>
/// <param name="At">When it was looked at, UTC.</param>
/// <param name="Status">One of <see cref="HealthStatuses"/>; <c>unknown</c> when nobody can tell (no such resource, nothing
/// configured).</param>
/// <param name="Causes">Keywords as in <see cref="ResourceHealthChanged"/>.</param>
/// <param name="Answered">1 when the device itself answered this time.</param>
/// <param name="Version">The version of the health it stands for; 0 when there is none.</param>
/// <param name="Text">A sentence for people: what the device shows, or why nothing is known.</param>
public sealed record ResourceCheckAnswered(
    [property: JsonPropertyName("p")] string Resource,
    [property: JsonPropertyName("at")] DateTimeOffset At,
    [property: JsonPropertyName("s")] string Status,
    [property: JsonPropertyName("c")] IReadOnlyList<string> Causes,
    [property: JsonPropertyName("ok")] int Answered,
    [property: JsonPropertyName("n")] long Version,
    [property: JsonPropertyName("x")] string? Text = null)
{
    /// <summary>AMQP <c>type</c>.</summary>
    public const string MessageType = "RA1";
}
