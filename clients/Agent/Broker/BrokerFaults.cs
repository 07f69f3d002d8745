namespace TicketFlow.Agent.Broker;

/// <summary>The broker closed the channel; <see cref="Code"/> is AMQP's reply code, 0 when it gave none.</summary>
internal sealed class BrokerClosedException(int code, string text) : Exception(text)
{
    public int Code { get; } = code;
}

/// <summary>Another agent consumes the personal queue.</summary>
internal sealed class IdentityInUseException(string agent)
    : Exception($"Another agent works under the identity {agent}. End it, or enrol this computer under an id of its own.");

/// <summary>The broker did not answer in time.</summary>
internal sealed class BrokerSilentException(string message) : Exception(message);
