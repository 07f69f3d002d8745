using System.Collections.Immutable;

namespace TicketFlow.TicketServer.Agents;

/// <summary>A start of the agent that was heard of.</summary>
/// <param name="Start">What it is called.</param>
/// <param name="Previous">The starts it comes from, newest first.</param>
/// <param name="Address">From where.</param>
/// <param name="HeardAt">When it was first heard of, UTC.</param>
public sealed record KnownStart(string Start, IReadOnlyList<string> Previous, string? Address, DateTimeOffset HeardAt);

/// <summary>An agent, folded from its stream: its newest starts.</summary>
/// <param name="Starts">Newest first, at most <see cref="MostStarts"/>.</param>
/// <param name="ForkedAt">When two installations were last told of, UTC; null: never.</param>
public sealed record AgentState(ImmutableList<KnownStart> Starts, DateTimeOffset? ForkedAt = null)
{
    private const int MostStarts = 16;

    /// <summary>The start that was heard of last; null before the first.</summary>
    public KnownStart? Newest => Starts.Count > 0 ? Starts[0] : null;

    /// <summary>Whether a start is one of those, or one that they come from.</summary>
    public bool Knows(string start) => Starts.Exists(known => known.Start == start || known.Previous.Contains(start));

    /// <summary>Folds one event.</summary>
    /// <param name="at">When it was recorded.</param>
    public static AgentState Evolve(AgentState? state, AgentEvent @event, DateTimeOffset at)
    {
        state ??= new AgentState([]);
        return @event switch
        {
            AgentStarted e => state with
            {
                Starts = [.. state.Starts.Insert(0, new KnownStart(e.Start, e.Previous, e.Address, at)).Take(MostStarts)],
            },
            AgentForked => state with { ForkedAt = at },
            _ => state,
        };
    }
}
