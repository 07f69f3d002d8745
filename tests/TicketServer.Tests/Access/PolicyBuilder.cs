using System.Collections.Immutable;
using TicketFlow.TicketServer.Access;

namespace TicketServer.Tests.Access;

/// <summary>Facts to a snapshot, by the same fold as in production but without a database.</summary>
internal static class PolicyBuilder
{
    public static AccessSnapshot Given(params IEnumerable<AccessEvent> facts)
    {
        var states = new Dictionary<string, PolicyState>();
        foreach (var fact in facts)
        {
            var subject = PolicyEntry.Of(fact).Subject;
            states[subject] = states.GetValueOrDefault(subject, PolicyState.Empty).Evolve(fact);
        }

        return states.Aggregate(AccessSnapshot.Empty, (snapshot, s) => snapshot.With(s.Key, s.Value.Entries));
    }

    public static readonly ImmutableArray<AccessEvent> EachKind =
    [
        new AccessAllowed("hall", @"user:example\ana"),
        new AccessDenied("hall", "group:students"),
        new AccessForgotten("hall", "everybody"),
        new GroupMemberAdded("students", @"user:example\ben"),
        new GroupMemberRemoved("students", "group:first-year"),
        new ClientMinimumSet("linux", "1.2"),
        new ClientMinimumSet("any", null),
        new ClientRecommendationSet("windows", "1.4"),
        new DriverMinimumSet("acme pcl@6", "3.0"),
        new DriverBlocked("acme", "3.1", "prints blank pages"),
        new DriverBlocked("acme", null, null),
        new DriverUnblocked("acme", "3.1"),
        new DriverCertified("acme", null),
        new DriverDecertified("acme", "2"),
        new CertifiedDriversDemanded(true),
        new CertifiedDriversDemanded(false),
    ];
}
