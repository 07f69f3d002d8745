namespace TicketFlow.TicketServer.Access;

/// <summary>
/// One entry of the policy, the common form of all its facts: folding, the projection, the comparison of two states and undoing need no
/// more.
/// </summary>
/// <param name="Subject">One of <see cref="PolicySubjects"/>.</param>
/// <param name="Name">What the entry is for: a principal, <c>minimum:FAMILY</c>, <c>blocked:DRIVER@VERSION</c> …</param>
/// <param name="Value">What holds for it; null: nothing any more.</param>
public sealed record PolicyEntry(string Subject, string Name, string? Value)
{
    internal const string Allow = "allow";
    internal const string Deny = "deny";
    internal const string Minimum = "minimum";
    internal const string Recommended = "recommended";
    internal const string Blocked = "blocked";
    internal const string Certified = "certified";
    internal const string OnlyCertified = "only-certified";

    /// <summary>What the fact means.</summary>
    public static PolicyEntry Of(AccessEvent fact) => fact switch
    {
        AccessAllowed e => new(PolicySubjects.Resource(e.Resource), e.Principal, Allow),
        AccessDenied e => new(PolicySubjects.Resource(e.Resource), e.Principal, Deny),
        AccessForgotten e => new(PolicySubjects.Resource(e.Resource), e.Principal, null),
        GroupMemberAdded e => new(PolicySubjects.Group(e.Group), e.Member, ""),
        GroupMemberRemoved e => new(PolicySubjects.Group(e.Group), e.Member, null),
        ClientMinimumSet e => new(PolicySubjects.Clients, $"{Minimum}:{e.Family}", e.Version),
        ClientRecommendationSet e => new(PolicySubjects.Clients, $"{Recommended}:{e.Family}", e.Version),
        DriverMinimumSet e => new(PolicySubjects.Drivers, $"{Minimum}:{e.Driver}@", e.Version),
        DriverBlocked e => new(PolicySubjects.Drivers, $"{Blocked}:{e.Driver}@{e.Version}", e.Reason ?? ""),
        DriverUnblocked e => new(PolicySubjects.Drivers, $"{Blocked}:{e.Driver}@{e.Version}", null),
        DriverCertified e => new(PolicySubjects.Drivers, $"{Certified}:{e.Driver}@{e.Version}", ""),
        DriverDecertified e => new(PolicySubjects.Drivers, $"{Certified}:{e.Driver}@{e.Version}", null),
        CertifiedDriversDemanded e => new(PolicySubjects.Drivers, OnlyCertified, e.Only ? "" : null),
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "A fact without a meaning."),
    };

    /// <summary>The fact that brings this entry about; the inverse of <see cref="Of"/>.</summary>
    public AccessEvent ToFact()
    {
        if (Subject.StartsWith(PolicySubjects.ResourcePrefix, StringComparison.Ordinal))
        {
            var resource = Subject[PolicySubjects.ResourcePrefix.Length..];
            return Value switch
            {
                null => new AccessForgotten(resource, Name),
                Deny => new AccessDenied(resource, Name),
                _ => new AccessAllowed(resource, Name),
            };
        }

        if (Subject.StartsWith(PolicySubjects.GroupPrefix, StringComparison.Ordinal))
        {
            var group = Subject[PolicySubjects.GroupPrefix.Length..];
            return Value is null ? new GroupMemberRemoved(group, Name) : new GroupMemberAdded(group, Name);
        }

        return Subject == PolicySubjects.Clients ? ClientFact() : DriverFact();
    }

    /// <summary>Kind, driver and version of an entry about a driver; version null for all versions.</summary>
    internal (string Kind, string Driver, string? Version) Driver()
    {
        var colon = Name.IndexOf(':', StringComparison.Ordinal);
        var at = Name.LastIndexOf('@');
        return colon < 0 || at < colon
            ? (Name, "", null)
            : (Name[..colon], Name[(colon + 1)..at], at + 1 == Name.Length ? null : Name[(at + 1)..]);
    }

    private AccessEvent ClientFact()
    {
        var parts = Name.Split(':', 2);
        return parts[0] == Minimum ? new ClientMinimumSet(parts[1], Value) : new ClientRecommendationSet(parts[1], Value);
    }

    private AccessEvent DriverFact()
    {
        var (kind, driver, version) = Driver();
        return (kind, Value) switch
        {
            (Minimum, _) => new DriverMinimumSet(driver, Value),
            (Blocked, null) => new DriverUnblocked(driver, version),
            (Blocked, var reason) => new DriverBlocked(driver, version, reason.Length == 0 ? null : reason),
            (Certified, null) => new DriverDecertified(driver, version),
            (Certified, _) => new DriverCertified(driver, version),
            _ => new CertifiedDriversDemanded(Value is not null),
        };
    }
}
