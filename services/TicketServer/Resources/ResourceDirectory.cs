using System.Collections.Concurrent;
using Npgsql;

namespace TicketFlow.TicketServer.Resources;

/// <summary>
/// The resources by name, as the queue projection has them. A name that is not known is looked up at once, so a printer added a moment ago
/// works without waiting for anything; a name that is nowhere is remembered for a second, so that a flood of wrong names does not flood the
/// database.
/// </summary>
public sealed class ResourceDirectory(NpgsqlDataSource database, TimeProvider clock) : IResourceDirectory
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FreshnessOfNothing = TimeSpan.FromSeconds(1);
    private const int MostNames = 200_000;

    private readonly ConcurrentDictionary<string, (ResourceEntry? Entry, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    private long _changes;

    public ValueTask<ResourceEntry?> FindAsync(string? name, CancellationToken cancellation)
    {
        if (name is null)
        {
            return default;
        }

        var key = name.ToLowerInvariant();
        return _known.TryGetValue(key, out var known) && known.Until > clock.GetUtcNow()
            ? new ValueTask<ResourceEntry?>(known.Entry)
            : new ValueTask<ResourceEntry?>(LoadAsync(key, cancellation));
    }

    public void Forget(string? name)
    {
        // First the number: a load that is under way then keeps nothing.
        Interlocked.Increment(ref _changes);
        if (name is null)
        {
            _known.Clear();
        }
        else
        {
            _known.TryRemove(name.ToLowerInvariant(), out _);
        }
    }

    private async Task<ResourceEntry?> LoadAsync(string name, CancellationToken cancellation)
    {
        var changes = Interlocked.Read(ref _changes);
        await using var command = database.CreateCommand(
            "select name, kind, location, enabled, accepting, health, longest_lease is not null from queue_resource where name = $1");
        command.Parameters.Add(new() { Value = name });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var entry = await reader.ReadAsync(cancellation)
            ? new ResourceEntry(
                reader.GetString(0), reader.GetString(1), reader.GetText(2), reader.GetBoolean(3), reader.GetBoolean(4),
                reader.GetString(5), reader.GetBoolean(6))
            : null;
        if (_known.Count > MostNames)
        {
            _known.Clear();
        }

        if (Interlocked.Read(ref _changes) == changes)
        {
            _known[name] = (entry, clock.GetUtcNow() + (entry is null ? FreshnessOfNothing : Freshness));
        }

        return entry;
    }
}
