namespace TicketFlow.Reporting.Organisation;

// Who belongs where, and since when. All in the stream "organisation". Storage format: add optional members only. A fact counts for what
// happens from its From on, and only for what is recorded after it: a correction of the past never changes what was reported.

/// <summary>A fact of the organisation.</summary>
/// <param name="From">From when it holds, UTC.</param>
public abstract record OrganisationEvent(DateTimeOffset From);

/// <summary>The person belongs to a department, and whoever pays for what she prints.</summary>
/// <param name="Domain">As in job requests; lower case.</param>
/// <param name="User">As in job requests; lower case.</param>
/// <param name="CostCentre">Null: the department's.</param>
/// <param name="Groups">For statistics by group; may be empty.</param>
public sealed record PersonAssigned(
    string Domain, string User, string? Department, string? CostCentre, IReadOnlyList<string> Groups, DateTimeOffset From)
    : OrganisationEvent(From);

/// <summary>The person belongs nowhere any more.</summary>
public sealed record PersonLeft(string Domain, string User, DateTimeOffset From) : OrganisationEvent(From);

/// <summary>Whoever pays for those of the department who have no cost centre of their own.</summary>
public sealed record DepartmentAssigned(string Department, string? CostCentre, DateTimeOffset From) : OrganisationEvent(From);

/// <summary>Where a resource stands. Without one, its location up to the first comma or slash.</summary>
public sealed record ResourcePlaced(string Resource, string? Site, DateTimeOffset From) : OrganisationEvent(From);

/// <summary>Stored names of the organisation's events; they stay.</summary>
public static class OrganisationEventTypes
{
    /// <summary>The organisation's only stream.</summary>
    public const string Stream = "organisation";

    /// <summary>Class to stored alias.</summary>
    public static IReadOnlyDictionary<Type, string> Aliases { get; } = new Dictionary<Type, string>
    {
        [typeof(PersonAssigned)] = "person_assigned",
        [typeof(PersonLeft)] = "person_left",
        [typeof(DepartmentAssigned)] = "department_assigned",
        [typeof(ResourcePlaced)] = "resource_placed",
    };

    /// <summary>Registers them for writing.</summary>
    public static void Configure(EventStore.StoreOptions options)
    {
        foreach (var (type, alias) in Aliases)
        {
            options.Events.MapEventType(type, alias);
        }

        options.Projections.AddInline(new OrganisationNews());
        options.Events.Aggregate<OrganisationState>(
            "organisation", (state, e) => e.Data is OrganisationEvent fact ? (state ?? OrganisationState.Empty).Evolve(fact) : state);
    }
}
