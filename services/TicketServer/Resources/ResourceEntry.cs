namespace TicketFlow.TicketServer.Resources;

/// <summary>What admission needs to know of a resource.</summary>
public sealed record ResourceEntry(
    string Name, string Kind, string? Location, bool Enabled = true, bool Accepting = true, string Health = ResourceHealth.Unknown,
    bool Exclusive = false);
