using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace TicketFlow.Contracts.Health;

/// <summary>
/// RH1 (M-17, M-18, patent step 7-1): a resource's health is another than before. Sent at least once and not always in order: a receiver
/// keeps the version it has and drops what is not newer. Each carries the whole state, so a dropped older one is no loss.
/// </summary>
/// <param name="Id">Follows from resource and version (<see cref="IdOf"/>): a repetition has the same.</param>
/// <param name="Resource">The resource's name.</param>
/// <param name="Version">1, 2, 3, … for each resource.</param>
/// <param name="At">When the monitor saw it, UTC.</param>
/// <param name="Status">One of <see cref="HealthStatuses"/>.</param>
/// <param name="Was">The status before.</param>
/// <param name="Causes">printer-state-reasons keywords of RFC 8011 section 5.4.12 without severity, for example <c>media-empty</c>.</param>
/// <param name="Source">Where it is known from: one of <see cref="HealthSources"/>.</param>
/// <param name="Activity">One of <see cref="HealthActivities"/>, or null.</param>
/// <param name="Supplies">Toner and the like, in coarse steps.</param>
/// <param name="Trays">Paper, in coarse steps.</param>
/// <param name="Text">What the device shows on its display, in its own language; at most 200 characters.</param>
/// <param name="Stale">1 when the device does not answer: causes and supplies are what it last said.</param>
public sealed record ResourceHealthChanged(
    [property: JsonPropertyName("id")] Guid Id,
    [property: JsonPropertyName("p")] string Resource,
    [property: JsonPropertyName("n")] long Version,
    [property: JsonPropertyName("at")] DateTimeOffset At,
    [property: JsonPropertyName("s")] string Status,
    [property: JsonPropertyName("w")] string Was,
    [property: JsonPropertyName("c")] IReadOnlyList<string> Causes,
    [property: JsonPropertyName("o")] string Source,
    [property: JsonPropertyName("a")] string? Activity = null,
    [property: JsonPropertyName("su")] IReadOnlyList<SupplyState>? Supplies = null,
    [property: JsonPropertyName("tr")] IReadOnlyList<TrayState>? Trays = null,
    [property: JsonPropertyName("x")] string? Text = null,
    [property: JsonPropertyName("st")] int? Stale = null)
{
    /// <summary>AMQP <c>type</c>.</summary>
    public const string MessageType = "RH1";

    /// <summary>
    /// The id of a change: the first 128 bits of SHA-256 over <c>health\nRESOURCE\nVERSION</c>, as a UUID of version 8 (RFC 9562).
    /// </summary>
    public static Guid IdOf(string resource, long version)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"health\n{resource}\n{version}")), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}

/// <summary>One supply, in steps coarse enough that a page more or less is no news.</summary>
/// <param name="Kind">One of <see cref="SupplyKinds"/>.</param>
/// <param name="Colour">As the device calls it, in lower case; null without one.</param>
/// <param name="Step">One of <see cref="LevelSteps"/>.</param>
/// <param name="Percent">0 to 100 when the event was made, or null when the device does not tell.</param>
/// <param name="Name">The device's own name for it.</param>
public sealed record SupplyState(
    [property: JsonPropertyName("k")] string Kind,
    [property: JsonPropertyName("cl")] string? Colour,
    [property: JsonPropertyName("l")] string Step,
    [property: JsonPropertyName("pc")] int? Percent,
    [property: JsonPropertyName("nm")] string? Name);

/// <summary>One tray.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Step">One of <see cref="LevelSteps"/>.</param>
/// <param name="Percent">0 to 100 when the event was made, or null.</param>
public sealed record TrayState(
    [property: JsonPropertyName("nm")] string Name,
    [property: JsonPropertyName("l")] string Step,
    [property: JsonPropertyName("pc")] int? Percent);
