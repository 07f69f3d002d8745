using TicketFlow.EventStore;

namespace TicketFlow.TicketServer.Access;

/// <summary>
/// Stored names of the policy's events and their registration. Renaming a class must never rename history: these strings stay.
/// </summary>
public static class AccessEventTypes
{
    /// <summary>Class to stored alias.</summary>
    public static IReadOnlyDictionary<Type, string> Aliases { get; } = new Dictionary<Type, string>
    {
        [typeof(AccessAllowed)] = "access_allowed",
        [typeof(AccessDenied)] = "access_denied",
        [typeof(AccessForgotten)] = "access_forgotten",
        [typeof(GroupMemberAdded)] = "group_member_added",
        [typeof(GroupMemberRemoved)] = "group_member_removed",
        [typeof(ClientMinimumSet)] = "client_minimum_set",
        [typeof(ClientRecommendationSet)] = "client_recommendation_set",
        [typeof(DriverMinimumSet)] = "driver_minimum_set",
        [typeof(DriverBlocked)] = "driver_blocked",
        [typeof(DriverUnblocked)] = "driver_unblocked",
        [typeof(DriverCertified)] = "driver_certified",
        [typeof(DriverDecertified)] = "driver_decertified",
        [typeof(CertifiedDriversDemanded)] = "certified_drivers_demanded",
    };

    /// <summary>Registers events, aggregate and projection.</summary>
    public static void Configure(StoreOptions options)
    {
        foreach (var (type, alias) in Aliases)
        {
            options.Events.MapEventType(type, alias);
        }

        options.Events.Aggregate<PolicyState>(
            "access_policy", (state, e) => e.Data is AccessEvent fact ? (state ?? PolicyState.Empty).Evolve(fact) : state);
        options.Projections.AddInline(new AccessProjection());
    }
}
