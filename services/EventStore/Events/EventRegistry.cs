using System.Collections.Concurrent;
using System.Text.Json;

namespace TicketFlow.EventStore.Events;

/// <summary>Finds the stored names of a type and the type of stored names.</summary>
internal sealed class EventRegistry
{
    private const string MartenAssembly = "JasperFx.Events";

    private readonly JsonSerializerOptions _json;
    private readonly ConcurrentDictionary<Type, EventMapping> _byType = new();
    private readonly ConcurrentDictionary<string, EventMapping> _byAlias = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, EventMapping> _byDotNetType = new(StringComparer.Ordinal);

    public EventRegistry(EventOptions options, JsonSerializerOptions json)
    {
        _json = json;
        foreach (var (type, alias) in options.EventTypes)
        {
            Add(type, alias);
        }

        foreach (var upcaster in options.Upcasters)
        {
            _byAlias[upcaster.Alias] = new EventMapping(upcaster.From, upcaster.Alias, json.GetTypeInfo(upcaster.From), upcaster);
        }
    }

    /// <summary>The aliases under which events of this type stand in the log: its own, and those that are upcast to it.</summary>
    public IEnumerable<string> AliasesOf(Type type) => _byAlias.Values.Where(m => m.Upcaster is { } u && TargetOf(u) == type)
        .Select(m => m.Alias).Append(For(type).Alias);

    /// <summary>The event of today for one that was read under <paramref name="mapping"/>.</summary>
    public (EventMapping Mapping, object Data) Upcast(EventMapping mapping, object data)
    {
        while (mapping.Upcaster is { } upcaster)
        {
            data = upcaster.Transform(data);
            mapping = Next(upcaster);
        }

        return (mapping, data);
    }

    public EventMapping For(Type type) => _byType.TryGetValue(type, out var mapping) ? mapping : Add(type, EventAlias.For(type));

    /// <summary>The mapping of a stored row; null for Marten's own bookkeeping events, which readers pass over.</summary>
    /// <exception cref="UnknownEventTypeException">Neither the alias nor the .NET type is known.</exception>
    public EventMapping? Resolve(string alias, string? dotNetType)
    {
        if (_byAlias.TryGetValue(alias, out var mapping))
        {
            if (mapping.Upcaster is not null)
            {
                return mapping;
            }

            // Two types with one short name share an alias; the .NET type then tells them apart.
            return dotNetType is not null && !string.Equals(mapping.DotNetTypeName, dotNetType, StringComparison.Ordinal)
                && _byDotNetType.TryGetValue(dotNetType, out var other) ? other : mapping;
        }

        if (dotNetType is null)
        {
            throw new UnknownEventTypeException(alias, dotNetType);
        }

        if (dotNetType.EndsWith(", " + MartenAssembly, StringComparison.Ordinal))
        {
            return null;
        }

        return _byDotNetType.TryGetValue(dotNetType, out var byName) ? byName
            : Type.GetType(dotNetType, throwOnError: false) is { } type ? For(type)
            : throw new UnknownEventTypeException(alias, dotNetType);
    }

    private EventMapping Next(Upcaster upcaster) =>
        _byAlias.Values.FirstOrDefault(m => m.Upcaster is not null && m.Type == upcaster.To) ?? For(upcaster.To);

    private Type TargetOf(Upcaster upcaster)
    {
        var mapping = Next(upcaster);
        return mapping.Upcaster is { } further ? TargetOf(further) : mapping.Type;
    }

    private EventMapping Add(Type type, string alias) => _byType.GetOrAdd(type, key =>
    {
        var mapping = new EventMapping(key, alias, _json.GetTypeInfo(key));
        _byAlias.TryAdd(alias, mapping);
        _byDotNetType.TryAdd(mapping.DotNetTypeName, mapping);
        return mapping;
    });
}
