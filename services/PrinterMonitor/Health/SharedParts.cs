using System.Collections.Concurrent;

namespace TicketFlow.PrinterMonitor.Health;

/// <summary>
/// Equal parts of printers' profiles, kept once. A fleet has few models: without this, 20,000 printers of twenty models keep 20,000
/// copies of the same supplies, trays and questions.
/// </summary>
internal sealed class SharedParts
{
    /// <summary>Beyond this many kinds, devices that make up names are at work; then begin anew.</summary>
    private const int MostKept = 10_000;

    private readonly ConcurrentDictionary<object, object> _kept = new();
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>How many parts are kept.</summary>
    public int Kept => _kept.Count + _texts.Count;

    /// <summary>An equal list, perhaps an older one. Nobody may change it.</summary>
    public IReadOnlyList<T> Of<T>(IReadOnlyList<T> list)
        where T : notnull
    {
        if (_kept.Count > MostKept)
        {
            _kept.Clear();
        }

        return ((ListKey<T>)_kept.GetOrAdd(new ListKey<T>([.. list]), static key => key)).Items;
    }

    /// <summary>An equal text, perhaps an older one.</summary>
    public string Of(string text)
    {
        if (_texts.Count > MostKept)
        {
            _texts.Clear();
        }

        return _texts.GetOrAdd(text, text);
    }

    private sealed class ListKey<T>(T[] items) : IEquatable<ListKey<T>>
        where T : notnull
    {
        public T[] Items { get; } = items;

        public bool Equals(ListKey<T>? other) =>
            other is not null && Items.AsSpan().SequenceEqual(other.Items, EqualityComparer<T>.Default);

        public override bool Equals(object? obj) => Equals(obj as ListKey<T>);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (var item in Items)
            {
                hash.Add(item);
            }

            return hash.ToHashCode();
        }
    }
}
