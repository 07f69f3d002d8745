using System.Collections.Concurrent;

namespace TicketFlow.Printing.Tests.Conformance;

/// <summary>All totals a mechanism told, in order.</summary>
internal sealed class ToldProgress(Action<long>? told = null) : IProgress<long>
{
    private readonly ConcurrentQueue<long> _totals = new();

    public IReadOnlyList<long> Totals => [.. _totals];

    public void Report(long value)
    {
        _totals.Enqueue(value);
        told?.Invoke(value);
    }
}
