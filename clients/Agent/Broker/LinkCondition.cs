namespace TicketFlow.Agent.Broker;

/// <summary>Why the agent has no working connection, for users whose question got no answer.</summary>
internal sealed class LinkCondition
{
    private volatile Tuple<string, string>? _fault;

    /// <summary>Code and sentence; null when nothing is known to be wrong.</summary>
    public (string Code, string Text)? Fault => _fault is { } fault ? (fault.Item1, fault.Item2) : null;

    public void Broken(string code, string text) => _fault = Tuple.Create(code, text);

    public void Works() => _fault = null;
}
