namespace TicketFlow.TicketServer.Budgets;

// The organisation's events as far as budgets read them (stream "organisation"); reporting writes them.

/// <summary>A fact of the organisation.</summary>
public abstract record MemberEvent(DateTimeOffset From);

/// <summary>The person belongs to a department and a cost centre.</summary>
public sealed record PersonAssigned(
    string Domain, string User, string? Department, string? CostCentre, IReadOnlyList<string>? Groups, DateTimeOffset From)
    : MemberEvent(From);

/// <summary>The person belongs nowhere any more.</summary>
public sealed record PersonLeft(string Domain, string User, DateTimeOffset From) : MemberEvent(From);

/// <summary>Whoever pays for those of the department who have no cost centre of their own.</summary>
public sealed record DepartmentAssigned(string Department, string? CostCentre, DateTimeOffset From) : MemberEvent(From);

/// <summary>Where a user belongs.</summary>
public sealed record Member(string? Department, string? CostCentre, IReadOnlyList<string> Groups)
{
    /// <summary>Nobody knows.</summary>
    public static Member Unknown { get; } = new(null, null, []);
}

/// <summary>Who belongs where, as recorded, at any time.</summary>
public sealed class MemberBook
{
    private readonly Dictionary<string, List<MemberEvent>> _persons = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<DepartmentAssigned>> _departments = new(StringComparer.Ordinal);

    /// <summary>From the organisation's events, in order.</summary>
    public MemberBook(IEnumerable<object> events)
    {
        foreach (var fact in events)
        {
            switch (fact)
            {
                case PersonAssigned e:
                    Add(_persons, $"{e.Domain}\\{e.User}", e);
                    break;
                case PersonLeft e:
                    Add(_persons, $"{e.Domain}\\{e.User}", e);
                    break;
                case DepartmentAssigned e:
                    Add(_departments, e.Department, e);
                    break;
            }
        }
    }

    /// <summary>Nobody belongs anywhere.</summary>
    public static MemberBook Empty { get; } = new([]);

    /// <summary>Where the user belongs at a moment.</summary>
    public Member Of(string domain, string user, DateTimeOffset at)
    {
        if (Latest(_persons.GetValueOrDefault($"{domain}\\{user}"), at) is not PersonAssigned person)
        {
            return Member.Unknown;
        }

        var department = person.Department is { } name ? Latest(_departments.GetValueOrDefault(name), at) : null;
        return new Member(person.Department, person.CostCentre ?? department?.CostCentre, person.Groups ?? []);
    }

    private static void Add<T>(Dictionary<string, List<T>> book, string key, T fact)
    {
        if (!book.TryGetValue(key, out var facts))
        {
            book[key] = facts = [];
        }

        facts.Add(fact);
    }

    /// <summary>The latest beginning, and of those the latest recorded.</summary>
    private static T? Latest<T>(List<T>? facts, DateTimeOffset at)
        where T : MemberEvent
    {
        T? best = null;
        foreach (var fact in facts ?? [])
        {
            best = fact.From <= at && (best is null || fact.From >= best.From) ? fact : best;
        }

        return best;
    }
}
