using System.Collections.Immutable;

namespace TicketFlow.Reporting.Organisation;

/// <summary>The organisation as all its events tell, for writing: what holds when, by what is known today.</summary>
public sealed record OrganisationState
{
    /// <summary>Nothing is known.</summary>
    public static OrganisationState Empty { get; } = new();

    internal ImmutableDictionary<(string Kind, string Subject), ImmutableList<OrganisationEvent>> Facts { get; init; } =
        ImmutableDictionary<(string Kind, string Subject), ImmutableList<OrganisationEvent>>.Empty;

    /// <summary>Folds one event.</summary>
    public OrganisationState Evolve(OrganisationEvent fact)
    {
        var key = KeyOf(fact);
        return this with { Facts = Facts.SetItem(key, (Facts.GetValueOrDefault(key) ?? []).Add(fact)) };
    }

    /// <summary>What holds at that time: the latest beginning, and of those the latest recorded.</summary>
    internal OrganisationEvent? At((string Kind, string Subject) key, DateTimeOffset at)
    {
        OrganisationEvent? best = null;
        foreach (var fact in Facts.GetValueOrDefault(key) ?? [])
        {
            best = fact.From <= at && (best is null || fact.From >= best.From) ? fact : best;
        }

        return best;
    }

    /// <summary>All that holds at that time, by kind and name.</summary>
    public IEnumerable<OrganisationEntry> Current(DateTimeOffset at) => Facts.Keys.Order().Select(key => At(key, at))
        .Where(fact => fact is not (null or PersonLeft)).Select(fact => OrganisationBook.Of(fact!, 0))
        .Select(a => new OrganisationEntry(a.Kind, a.Subject, a.Department, a.CostCentre, a.Groups, a.Site, a.From));

    internal static (string Kind, string Subject) KeyOf(OrganisationEvent fact) => fact switch
    {
        PersonAssigned e => (AssignmentKinds.Person, OrganisationBook.PersonKey(e.Domain, e.User)),
        PersonLeft e => (AssignmentKinds.Person, OrganisationBook.PersonKey(e.Domain, e.User)),
        DepartmentAssigned e => (AssignmentKinds.Department, e.Department),
        ResourcePlaced e => (AssignmentKinds.Resource, e.Resource),
        _ => throw new NotSupportedException($"{fact.GetType().Name} has no rule."),
    };
}

/// <summary>What holds of a person, department or resource.</summary>
public sealed record OrganisationEntry(
    string Kind, string Subject, string? Department, string? CostCentre, IReadOnlyList<string> Groups, string? Site, DateTimeOffset From);
