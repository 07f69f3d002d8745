using System.Collections.Immutable;
using System.Text.Json;
using TicketFlow.Agent.Journal;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Leases;

/// <summary>
/// The leases of this agent, in <c>leases.json</c> in its home. It is written before a lease is asked for and before its user is told of
/// it, so that after a crash no lease goes on without anybody's knowing: the agent keeps what its user has, and gives back the rest.
/// </summary>
internal sealed class LeaseBook
{
    private readonly string _path;
    private readonly Lock _gate = new();
    private ImmutableDictionary<string, HeldLease> _leases;

    public LeaseBook(AgentOptions options)
    {
        _path = Path.Combine(options.Home, "leases.json");
        _leases = Read(_path);
    }

    /// <summary>Whether there is anything to keep or to give back.</summary>
    public bool Any => !_leases.IsEmpty;

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<HeldLease> All => [.. _leases.Values];

    /// <summary>The lease of that key, or else of that id; null: there is none.</summary>
    public HeldLease? Find(string? key, string id) =>
        (key is null ? null : _leases.GetValueOrDefault(key)) ?? _leases.Values.FirstOrDefault(lease => lease.Id == id);

    /// <summary>Writes a lease down.</summary>
    /// <exception cref="IOException">The file cannot be written; nothing has changed.</exception>
    public void Put(HeldLease lease) => Change(leases => leases.SetItem(lease.Key, lease));

    /// <summary>It is no more.</summary>
    /// <exception cref="IOException">The file cannot be written; nothing has changed.</exception>
    public void Remove(string key) => Change(leases => leases.Remove(key));

    private void Change(Func<ImmutableDictionary<string, HeldLease>, ImmutableDictionary<string, HeldLease>> change)
    {
        lock (_gate)
        {
            var changed = change(_leases);
            if (changed != _leases)
            {
                var content = new HeldLeases([.. changed.Values]);
                WholeFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(content, HeldLeaseJson.Default.HeldLeases));
                _leases = changed;
            }
        }
    }

    /// <summary>Without a readable file nothing is kept: the server ends what nobody keeps.</summary>
    private static ImmutableDictionary<string, HeldLease> Read(string path)
    {
        try
        {
            var content = JsonSerializer.Deserialize(File.ReadAllBytes(path), HeldLeaseJson.Default.HeldLeases);
            return (content?.Leases ?? []).Where(lease => lease is { Key: not null, Resource: not null, User: not null })
                .ToImmutableDictionary(lease => lease.Key, StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return ImmutableDictionary.Create<string, HeldLease>(StringComparer.Ordinal);
        }
    }
}
