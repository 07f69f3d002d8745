using System.Collections.Concurrent;

namespace TicketFlow.PrinterMonitor.Health;

/// <summary>
/// Equal parts of printers' profiles and states, kept once. A fleet has few models: without this, 20,000 printers of twenty models keep
/// 20,000 copies of the same supplies, trays and questions.
/// </summary>
/// <param name="mostKept">Beyond this many kinds, devices that make up names are at work; then begin anew.</param>
internal sealed class SharedParts(int mostKept = 10_000)
{
    private readonly ConcurrentDictionary<object, object> _kept = new();
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>How many parts are kept.</summary>
    public int Kept => _kept.Count + _texts.Count;

    /// <summary>An equal list, perhaps an older one. Nobody may change it.</summary>
    public IReadOnlyList<T> Of<T>(IReadOnlyList<T> list)
        where T : notnull
    {
        if (_kept.Count > mostKept)
        {
            _kept.Clear();
        }

        return ((ListKey<T>)_kept.GetOrAdd(new ListKey<T>([.. list]), static key => key)).Items;
    }

    /// <summary>The same items in the same order, each perhaps an older one that is equal; as short as it can be.</summary>
    public IReadOnlyList<T> Items<T>(IReadOnlyList<T> list)
        where T : notnull
    {
        if (list.Count == 0)
        {
            return [];
        }

        if (_kept.Count > mostKept)
        {
            _kept.Clear();
        }

        var items = new T[list.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = (T)_kept.GetOrAdd(list[i], static item => item);
        }

        return items;
    }

    /// <summary>An equal text, perhaps an older one.</summary>
    public string Of(string text)
    {
        if (_texts.Count > mostKept)
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
