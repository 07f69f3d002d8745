using System.Collections.Concurrent;
using TicketFlow.TicketServer.Queues;

namespace TicketFlow.Model;

/// <summary>What the dispatcher decided at each printer, until somebody judged it.</summary>
internal sealed class RoundBook : IRoundWitness
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<DispatchRound>> _rounds = new(StringComparer.Ordinal);

    public void Saw(DispatchRound round)
    {
        foreach (var turns in round.Turns.GroupBy(turn => turn.Resource, StringComparer.Ordinal))
        {
            _rounds.GetOrAdd(turns.Key, _ => new()).Enqueue(round with { Turns = [.. turns] });
        }
    }

    /// <summary>Takes a printer's rounds out.</summary>
    public IReadOnlyList<DispatchRound> Take(string printer) => _rounds.TryRemove(printer, out var rounds) ? [.. rounds] : [];
}
