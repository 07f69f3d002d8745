using Npgsql;
using TicketFlow.Reporting.Facts;

namespace TicketFlow.Reporting.Ledger;

/// <summary>A row of <c>resource</c>.</summary>
internal sealed record ResourceRecord(string Name, string Kind, string? Location, DateTimeOffset RegisteredAt, long Sequence);

/// <summary>A row of <c>downtime</c>.</summary>
internal sealed record DowntimeRecord(
    long Sequence, string Resource, string Kind, IReadOnlyList<string> Causes, string? Source, DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt);

/// <summary>Why a resource could not be used. Stored.</summary>
internal static class DowntimeKinds
{
    /// <summary>It did not work.</summary>
    public const string Fault = "fault";

    /// <summary>An operator took it out of service.</summary>
    public const string Disabled = "disabled";
}

/// <summary>The resources and their downtimes. In memory: all resources, and the open downtimes.</summary>
internal sealed class ResourceBook
{
    private readonly Dictionary<string, ResourceRecord> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Resource, string Kind), DowntimeRecord> _open = [];
    private readonly Dictionary<string, ResourceRecord> _changed = new(StringComparer.Ordinal);
    private readonly Dictionary<long, DowntimeRecord> _downtimes = [];

    public ResourceRecord? Find(string name) => _resources.GetValueOrDefault(name);

    public async Task LoadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new(ResourceRows.SelectResources), new(ResourceRows.SelectOpenDowntimes) },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var resource = ResourceRows.Resource(reader);
            _resources[resource.Name] = resource;
        }

        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var downtime = ResourceRows.Downtime(reader);
            _open[(downtime.Resource, downtime.Kind)] = downtime;
        }
    }

    public void Apply(ResourceFact fact, long sequence, DateTimeOffset at)
    {
        switch (fact)
        {
            case ResourceRegistered e:
                Set(new(e.Name, e.Kind, e.Location, Find(e.Name)?.RegisteredAt ?? at, sequence));
                break;
            case ResourceChanged e when Find(e.Name) is { } known:
                Set(known with { Location = e.Location, Sequence = sequence });
                break;
            case ResourceStopped e:
                Begin(new(sequence, e.Name, DowntimeKinds.Fault, e.Causes ?? [], e.Source, at, null));
                break;
            case ResourceWorks e:
                End(e.Name, DowntimeKinds.Fault, at);
                break;
            case ResourceDisabled e:
                Begin(new(sequence, e.Name, DowntimeKinds.Disabled, [], null, at, null));
                break;
            case ResourceEnabled e:
                End(e.Name, DowntimeKinds.Disabled, at);
                break;
        }
    }

    public void WriteTo(NpgsqlBatch batch)
    {
        if (_changed.Count > 0)
        {
            batch.BatchCommands.Add(ResourceRows.Write([.. _changed.Values]));
            _changed.Clear();
        }

        if (_downtimes.Count > 0)
        {
            batch.BatchCommands.Add(ResourceRows.Write([.. _downtimes.Values]));
            _downtimes.Clear();
        }
    }

    private void Set(ResourceRecord resource) => _resources[resource.Name] = _changed[resource.Name] = resource;

    private void Begin(DowntimeRecord downtime)
    {
        // One that is down already is down since then.
        if (_open.TryAdd((downtime.Resource, downtime.Kind), downtime))
        {
            _downtimes[downtime.Sequence] = downtime;
        }
    }

    private void End(string resource, string kind, DateTimeOffset at)
    {
        if (_open.Remove((resource, kind), out var downtime))
        {
            _downtimes[downtime.Sequence] = downtime with { EndedAt = at < downtime.StartedAt ? downtime.StartedAt : at };
        }
    }
}
