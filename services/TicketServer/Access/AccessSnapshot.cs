using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TicketFlow.TicketServer.Access;

/// <summary>Who may use one resource.</summary>
public sealed record ResourceAccess(FrozenSet<string> Allowed, FrozenSet<string> Denied);

/// <summary>What versions of a thing are wanted.</summary>
public sealed record VersionDemand(string? Minimum, string? Recommended);

/// <summary>
/// The whole policy at one moment, immutable, made for questions: a subject is replaced as a whole by <see cref="With"/>, which gives the
/// next snapshot. Names are in the form that <see cref="Principal"/> writes.
/// </summary>
public sealed class AccessSnapshot
{
    private static readonly ImmutableHashSet<string> Nothing = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    private readonly ImmutableDictionary<string, ResourceAccess> _resources;
    private readonly ImmutableDictionary<string, ImmutableHashSet<string>> _members;
    private readonly ImmutableDictionary<string, ImmutableHashSet<string>> _groups;

    /// <summary>Answers found out so far; a new snapshot starts without.</summary>
    private readonly ConcurrentDictionary<string, FrozenSet<string>> _groupsOfUser = new(StringComparer.Ordinal);

    private AccessSnapshot(
        ImmutableDictionary<string, ResourceAccess> resources,
        ImmutableDictionary<string, ImmutableHashSet<string>> members,
        ImmutableDictionary<string, ImmutableHashSet<string>> groups) => (_resources, _members, _groups) = (resources, members, groups);

    /// <summary>No rules at all.</summary>
    public static AccessSnapshot Empty { get; } = new(
        ImmutableDictionary.Create<string, ResourceAccess>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, ImmutableHashSet<string>>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, ImmutableHashSet<string>>(StringComparer.Ordinal));

    /// <summary>Client versions by system family.</summary>
    public FrozenDictionary<string, VersionDemand> Clients { get; private init; } = FrozenDictionary<string, VersionDemand>.Empty;

    /// <summary>Drivers.</summary>
    public DriverPolicy Drivers { get; private init; } = DriverPolicy.Empty;

    /// <summary>The lists of the resource, or null when it has none.</summary>
    public ResourceAccess? Access(string resource) => _resources.GetValueOrDefault(PolicySubjects.Resource(resource));

    /// <summary>
    /// The groups the user is in, directly or through other groups, each as <c>group:NAME</c>. Groups that contain each other are harmless.
    /// </summary>
    public FrozenSet<string> GroupsOf(string user) => _groupsOfUser.GetOrAdd(user, FindGroups);

    /// <summary>The snapshot with one subject replaced; no entries: the subject has no rules any more.</summary>
    public AccessSnapshot With(string subject, IReadOnlyDictionary<string, string> entries) => subject switch
    {
        PolicySubjects.Clients => new(_resources, _members, _groups) { Clients = ReadClients(entries), Drivers = Drivers },
        PolicySubjects.Drivers => new(_resources, _members, _groups) { Clients = Clients, Drivers = DriverPolicy.Read(entries) },
        _ when subject.StartsWith(PolicySubjects.GroupPrefix, StringComparison.Ordinal) => WithGroup(subject, entries),
        _ => new(WithResource(subject, entries), _members, _groups) { Clients = Clients, Drivers = Drivers },
    };

    private ImmutableDictionary<string, ResourceAccess> WithResource(string subject, IReadOnlyDictionary<string, string> entries) =>
        entries.Count == 0 ? _resources.Remove(subject) : _resources.SetItem(subject, new ResourceAccess(
            entries.Where(e => e.Value == PolicyEntry.Allow).Select(e => e.Key).ToFrozenSet(StringComparer.Ordinal),
            entries.Where(e => e.Value == PolicyEntry.Deny).Select(e => e.Key).ToFrozenSet(StringComparer.Ordinal)));

    private AccessSnapshot WithGroup(string subject, IReadOnlyDictionary<string, string> entries)
    {
        var group = Principal.Group(subject[PolicySubjects.GroupPrefix.Length..]);
        var (before, after) = (_members.GetValueOrDefault(subject, Nothing), entries.Keys.ToImmutableHashSet(StringComparer.Ordinal));
        var groups = _groups.ToBuilder();
        foreach (var left in before.Where(member => !after.Contains(member)))
        {
            groups[left] = groups[left].Remove(group);
        }

        foreach (var joined in after.Where(member => !before.Contains(member)))
        {
            groups[joined] = groups.GetValueOrDefault(joined, Nothing).Add(group);
        }

        var members = after.IsEmpty ? _members.Remove(subject) : _members.SetItem(subject, after);
        return new(_resources, members, groups.ToImmutable()) { Clients = Clients, Drivers = Drivers };
    }

    private FrozenSet<string> FindGroups(string user)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([user]);
        while (open.TryPop(out var member))
        {
            foreach (var group in _groups.GetValueOrDefault(member, Nothing))
            {
                if (found.Add(group))
                {
                    open.Push(group);
                }
            }
        }

        return found.ToFrozenSet(StringComparer.Ordinal);
    }

    private static FrozenDictionary<string, VersionDemand> ReadClients(IReadOnlyDictionary<string, string> entries) => SystemFamilies.All
        .Select(family => (family, demand: new VersionDemand(
            entries.GetValueOrDefault($"{PolicyEntry.Minimum}:{family}"),
            entries.GetValueOrDefault($"{PolicyEntry.Recommended}:{family}"))))
        .Where(e => e.demand is not { Minimum: null, Recommended: null })
        .ToFrozenDictionary(e => e.family, e => e.demand, StringComparer.Ordinal);
}
