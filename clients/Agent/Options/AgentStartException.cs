namespace TicketFlow.Agent.Options;

/// <summary>The agent cannot start; the message tells the operator why and what to do.</summary>
internal sealed class AgentStartException(string message) : Exception(message);
