using TicketFlow.Agent.Jobs;

namespace TicketFlow.Agent.Broker;

/// <summary>Why the agent has no working connection, for users whose question got no answer.</summary>
internal sealed class LinkCondition
{
    public const string Away =
        "The ticket server cannot be reached. Jobs and requests are kept on this computer and go on by themselves when it can.";

    public const string Refused =
        "The ticket server does not know this computer's account. Jobs are kept; ask your administrator to enrol it again.";

    private volatile Tuple<string, string>? _fault;

    /// <summary>Beats when it gets better or worse.</summary>
    public Pulse Changes { get; } = new();

    /// <summary>Code and sentence; null when nothing is known to be wrong.</summary>
    public (string Code, string Text)? Fault => _fault is { } fault ? (fault.Item1, fault.Item2) : null;

    public void Broken(string code, string text) => Become(Tuple.Create(code, text));

    public void Works() => Become(null);

    private void Become(Tuple<string, string>? fault)
    {
        var changes = !Equals(_fault, fault);
        _fault = fault;
        if (changes)
        {
            Changes.Beat();
        }
    }
}
