namespace TicketFlow.Reporting.Organisation;

/// <summary>What of an assignment counts; one row of <c>assignment</c>.</summary>
/// <param name="Sequence">Number of the event.</param>
/// <param name="Kind">One of <see cref="AssignmentKinds"/>.</param>
/// <param name="Subject">Whom or what it is about.</param>
/// <param name="From">From when it holds.</param>
internal sealed record Assignment(
    long Sequence, string Kind, string Subject, DateTimeOffset From, string? Department, string? CostCentre,
    IReadOnlyList<string> Groups, string? Site);

/// <summary>What assignments are about. Stored.</summary>
internal static class AssignmentKinds
{
    public const string Person = "person";
    public const string Department = "department";
    public const string Resource = "resource";
}

/// <summary>
/// Who belongs where, as recorded so far, for any time. In memory as a whole: a few hundred bytes per person and printer.
/// </summary>
internal sealed class OrganisationBook
{
    private readonly Dictionary<(string Kind, string Subject), List<Assignment>> _entries = [];

    /// <summary>The name of a person; names are compared without case.</summary>
    public static string PersonKey(string? domain, string? user) => $"{domain}\\{user}".ToLowerInvariant();

    /// <summary>The row an event makes.</summary>
    public static Assignment Of(OrganisationEvent fact, long sequence) => fact switch
    {
        PersonAssigned e => new(
            sequence, AssignmentKinds.Person, PersonKey(e.Domain, e.User), e.From, e.Department, e.CostCentre, e.Groups ?? [], null),
        PersonLeft e => new(sequence, AssignmentKinds.Person, PersonKey(e.Domain, e.User), e.From, null, null, [], null),
        DepartmentAssigned e => new(sequence, AssignmentKinds.Department, e.Department, e.From, null, e.CostCentre, [], null),
        ResourcePlaced e => new(sequence, AssignmentKinds.Resource, e.Resource, e.From, null, null, [], e.Site),
        _ => throw new NotSupportedException($"{fact.GetType().Name} has no rule."),
    };

    public void Add(Assignment assignment)
    {
        var key = (assignment.Kind, assignment.Subject);
        if (!_entries.TryGetValue(key, out var list))
        {
            _entries[key] = list = [];
        }

        list.Add(assignment);
    }

    /// <summary>What held at that time: the latest beginning, and of those the latest recorded. Null when nothing did.</summary>
    public Assignment? At(string kind, string subject, DateTimeOffset at)
    {
        Assignment? best = null;
        if (_entries.TryGetValue((kind, subject), out var list))
        {
            foreach (var entry in list)
            {
                if (entry.From <= at && (best is null || entry.From > best.From
                    || (entry.From == best.From && entry.Sequence > best.Sequence)))
                {
                    best = entry;
                }
            }
        }

        return best;
    }

    /// <summary>Who pays for this person at that time.</summary>
    public string? CostCentreOf(Assignment? person, DateTimeOffset at) =>
        person?.CostCentre ?? (person?.Department is { } department ? At(AssignmentKinds.Department, department, at)?.CostCentre : null);
}
