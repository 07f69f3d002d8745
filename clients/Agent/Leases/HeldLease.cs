using System.Text.Json.Serialization;

namespace TicketFlow.Agent.Leases;

/// <summary>A lease as this agent has it.</summary>
/// <param name="Key">The agent's key.</param>
/// <param name="Id">The server's id, once it has answered.</param>
/// <param name="Resource">Name of the resource.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Wanted">
/// Its user has it. False: it was asked for, or given back, and the server has not said how that ended; it is given back (again).
/// </param>
/// <param name="Since">When it was granted, UTC.</param>
/// <param name="Until">When it ends at the latest, UTC.</param>
internal sealed record HeldLease(
    string Key, string? Id, string Resource, string User, bool Wanted, DateTimeOffset Since, DateTimeOffset Until);

/// <summary>The file's content.</summary>
internal sealed record HeldLeases(IReadOnlyList<HeldLease> Leases);

[JsonSerializable(typeof(HeldLeases))]
internal sealed partial class HeldLeaseJson : JsonSerializerContext;
