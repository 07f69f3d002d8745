using System.Text.Json.Serialization;

namespace TicketFlow.Contracts.Agents;

// Resources that one client at a time uses (M-26): docs/protocol.md and docs/leases.md.

/// <summary>LR1: a user wants a resource. The same key sent again asks for the same lease.</summary>
/// <param name="Sequence">The agent's running number, echoed in the answer.</param>
/// <param name="Key">The agent's own key for the lease, as for a job.</param>
/// <param name="Resource">Name of the resource.</param>
/// <param name="Domain">User's domain.</param>
/// <param name="User">User's name.</param>
/// <param name="Seconds">For how long; null: as long as is allowed.</param>
public sealed record LeaseRequest(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("k")] string? Key,
    [property: JsonPropertyName("p")] string? Resource,
    [property: JsonPropertyName("d")] string? Domain,
    [property: JsonPropertyName("u")] string? User,
    [property: JsonPropertyName("s")] int? Seconds = null)
{
    /// <summary>A year.</summary>
    public const int MostSeconds = 366 * 24 * 60 * 60;
}

/// <summary>LK1: the user keeps the resource, and the agent is there.</summary>
public sealed record LeaseRenewal(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? LeaseId,
    [property: JsonPropertyName("p")] string? Resource);

/// <summary>LD1: the user is done with the resource, or never came to have it.</summary>
/// <param name="LeaseId">The lease; null when the agent has not learned it, then:</param>
/// <param name="Key">The agent's key.</param>
public sealed record LeaseReturn(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? LeaseId,
    [property: JsonPropertyName("p")] string? Resource,
    [property: JsonPropertyName("k")] string? Key = null);

/// <summary>LS1: a lease as it stands; the answer to LR1, LK1 and LD1, and unasked when it ends otherwise.</summary>
/// <param name="Sequence">Number of the message that is answered; 0: none.</param>
/// <param name="LeaseId">The lease.</param>
/// <param name="Resource">Name of the resource.</param>
/// <param name="State">One of <see cref="LeaseStates"/>.</param>
/// <param name="RenewWithin">Seconds within which the server wants to hear of the agent again.</param>
/// <param name="SecondsLeft">Seconds until it ends at the latest.</param>
/// <param name="Code">Why it ended: one of <see cref="LeaseEnds"/>.</param>
/// <param name="Key">The agent's key, when the message that is answered named it.</param>
public sealed record LeaseState(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string LeaseId,
    [property: JsonPropertyName("p")] string Resource,
    [property: JsonPropertyName("s")] string State,
    [property: JsonPropertyName("st")] int? RenewWithin = null,
    [property: JsonPropertyName("l")] int? SecondsLeft = null,
    [property: JsonPropertyName("c")] string? Code = null,
    [property: JsonPropertyName("k")] string? Key = null);
