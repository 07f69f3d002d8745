namespace TicketFlow.Reporting.Facts;

/// <summary>One user at a time had a resource, and it is free again. The ticket server writes it; it is complete in itself.</summary>
/// <param name="Name">The resource.</param>
/// <param name="LeaseId">The lease.</param>
/// <param name="Agent">The client computer.</param>
/// <param name="From">Since when, UTC.</param>
/// <param name="To">Until when, UTC.</param>
/// <param name="Reason">One of the contracts' <c>LeaseEnds</c>.</param>
public sealed record LeaseEnded(
    string Name, string LeaseId, string Agent, string Domain, string User, DateTimeOffset From, DateTimeOffset To, string Reason);
