using System.Diagnostics.CodeAnalysis;
using MassTransit;
using MassTransit.Context;

namespace TicketFlow.Messaging.Wire;

/// <summary>A consume context around one already typed message.</summary>
internal sealed class AgentConsumeContext(ReceiveContext receiveContext, SerializerContext serializerContext, object message)
    : DeserializerConsumeContext(receiveContext, serializerContext)
{
    public override Guid? MessageId => null;

    public override Guid? RequestId => null;

    public override Guid? CorrelationId => null;

    public override Guid? ConversationId => null;

    public override Guid? InitiatorId => null;

    public override DateTime? ExpirationTime => null;

    public override Uri SourceAddress => null!;

    public override Uri DestinationAddress => SerializerContext.DestinationAddress!;

    public override Uri ResponseAddress => null!;

    public override Uri FaultAddress => null!;

    public override DateTime? SentTime => null;

    public override Headers Headers => SerializerContext.Headers;

    public override HostInfo Host => SerializerContext.Host;

    public override IEnumerable<string> SupportedMessageTypes => [MessageUrn.ForTypeString(message.GetType())];

    public override bool HasMessageType(Type messageType) => messageType.IsInstanceOfType(message);

    public override bool TryGetMessage<T>([NotNullWhen(true)] out ConsumeContext<T>? consumeContext)
    {
        consumeContext = message is T typed ? new MessageConsumeContext<T>(this, typed) : null;
        return consumeContext is not null;
    }
}
