namespace TicketFlow.TicketServer.Access;

// The facts of the access policy (M-2, M-29). Storage format: add optional members only; names are mapped in AccessEventTypes. All names
// and principals are stored in lower case, as Principal writes them. Each fact sets or removes one entry of the policy: see PolicyEntry.

/// <summary>A fact of the access policy.</summary>
public abstract record AccessEvent
{
    private protected AccessEvent()
    {
    }
}

/// <summary>The principal may use the resource.</summary>
public sealed record AccessAllowed(string Resource, string Principal) : AccessEvent;

/// <summary>The principal may not use the resource, whatever else allows it.</summary>
public sealed record AccessDenied(string Resource, string Principal) : AccessEvent;

/// <summary>The resource has no rule for the principal any more.</summary>
public sealed record AccessForgotten(string Resource, string Principal) : AccessEvent;

/// <summary>A user or a group became a member of the group.</summary>
public sealed record GroupMemberAdded(string Group, string Member) : AccessEvent;

/// <summary>A user or a group is no member of the group any more.</summary>
public sealed record GroupMemberRemoved(string Group, string Member) : AccessEvent;

/// <summary>Older clients are refused. Null: any version will do.</summary>
/// <param name="Family">One of <see cref="SystemFamilies"/>.</param>
public sealed record ClientMinimumSet(string Family, string? Version) : AccessEvent;

/// <summary>The version a refused client is told to fetch. Null: the minimum.</summary>
/// <param name="Family">One of <see cref="SystemFamilies"/>.</param>
public sealed record ClientRecommendationSet(string Family, string? Version) : AccessEvent;

/// <summary>Older versions of the driver are refused. Null: any version will do.</summary>
public sealed record DriverMinimumSet(string Driver, string? Version) : AccessEvent;

/// <summary>The driver is refused. Null version: all versions.</summary>
public sealed record DriverBlocked(string Driver, string? Version, string? Reason) : AccessEvent;

/// <summary>The block is taken back.</summary>
public sealed record DriverUnblocked(string Driver, string? Version) : AccessEvent;

/// <summary>The driver was tested. Null version: all versions.</summary>
public sealed record DriverCertified(string Driver, string? Version) : AccessEvent;

/// <summary>The certificate is taken back.</summary>
public sealed record DriverDecertified(string Driver, string? Version) : AccessEvent;

/// <summary>Whether drivers without a certificate are refused.</summary>
public sealed record CertifiedDriversDemanded(bool Only) : AccessEvent;
