using MassTransit;

namespace TicketFlow.TicketServer.Jobs;

/// <summary>
/// Which message is answered and which is ignored in which state, as the machine was built; docs/lifecycle.md is written from it.
/// </summary>
public sealed class LifecycleTable
{
    private readonly Dictionary<(string State, string Event), bool> _cells = [];

    /// <summary>True: answered; false: ignored on purpose.</summary>
    public bool IsAnswered(string state, string @event) => _cells[(state, @event)];

    /// <summary>The cells.</summary>
    public IReadOnlyDictionary<(string State, string Event), bool> Cells => _cells;

    internal void Note(IEnumerable<State> states, Event @event, bool answered)
    {
        foreach (var state in states)
        {
            if (!_cells.TryAdd((state.Name, @event.Name), answered))
            {
                throw new InvalidOperationException($"{@event.Name} in {state.Name} is decided twice.");
            }
        }
    }

    /// <summary>Nothing is left to chance: a pair without a decision is a mistake of the machine.</summary>
    internal void DemandComplete(IEnumerable<State> states, IEnumerable<Event> events)
    {
        foreach (var state in states)
        {
            var missing = events.Where(e => !IsTransition(e) && !_cells.ContainsKey((state.Name, e.Name))).Select(e => e.Name).ToList();
            if (missing.Count > 0)
            {
                throw new InvalidOperationException($"Not decided in {state.Name}: {string.Join(", ", missing)}.");
            }
        }
    }

    private static bool IsTransition(Event @event) => @event.Name.Contains('.', StringComparison.Ordinal);
}
