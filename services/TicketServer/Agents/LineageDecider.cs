namespace TicketFlow.TicketServer.Agents;

/// <summary>
/// Finds out that two installations share one identity. Each start of an agent has an id, and a hello names the starts before it. A start
/// that comes from an older start than the newest one, and not from that, belongs to another installation, or to an older copy of this one.
/// </summary>
public static class LineageDecider
{
    /// <summary>Messages of one agent may take effect in another order than they were sent; never this much later.</summary>
    private static readonly TimeSpan LateWithin = TimeSpan.FromMinutes(10);

    /// <summary>Support is told no more often.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromDays(1);

    /// <summary>An agent that dies again and again does not fill the log: what is not recorded is as if it was not heard.</summary>
    private static readonly TimeSpan RecordEvery = TimeSpan.FromSeconds(10);

    /// <summary>What a hello means; the same hello again means nothing.</summary>
    public static IReadOnlyList<AgentEvent> Decide(AgentState? state, AgentStarted heard, DateTimeOffset now)
    {
        if (state?.Newest is not { } newest)
        {
            return [heard];
        }

        if (heard.Start == newest.Start)
        {
            return [];
        }

        if (state.Knows(heard.Start))
        {
            // An older start speaks: late news of it, or it lives on beside the newer one.
            return now - newest.HeardAt >= LateWithin ? Told(state, heard, heard.Start, now) : [];
        }

        if (heard.Previous.Contains(newest.Start))
        {
            return now - newest.HeardAt >= RecordEvery ? [heard] : [];
        }

        // Nothing in common: the installation lost what it knew, or was away for longer than is remembered. That harms nobody.
        return heard.Previous.FirstOrDefault(state.Knows) is { } common ? [.. Told(state, heard, common, now), heard] : [heard];
    }

    private static AgentEvent[] Told(AgentState state, AgentStarted heard, string common, DateTimeOffset now) =>
        state.ForkedAt is { } before && now - before < TellEvery
            ? []
            : [new AgentForked(heard.Agent, heard.Start, heard.Address, common, state.Newest!.Start, state.Newest.Address)];
}
