using System.Net.Mime;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;

namespace TicketFlow.Messaging.Wire;

/// <summary>
/// Lets a MassTransit receive endpoint take the compact messages of docs/protocol.md: the AMQP <c>type</c> property says what the body is;
/// there is no envelope and no header table.
/// </summary>
public sealed class AgentDeserializer(ReadDelivery read) : IMessageDeserializer, ISerializerFactory
{
    private static readonly ContentType Json = new("application/json");
    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    ContentType IMessageDeserializer.ContentType => Json;

    ContentType ISerializerFactory.ContentType => Json;

    public ConsumeContext Deserialize(ReceiveContext receiveContext)
    {
        var rabbit = receiveContext.GetPayload<RabbitMqBasicConsumeContext>();
        var message = read(new AgentDelivery(
            rabbit.Properties.UserId, rabbit.RoutingKey ?? "", rabbit.Properties.Type, receiveContext.Body.GetBytes()));
        return new AgentConsumeContext(receiveContext, Context(receiveContext.TransportHeaders, receiveContext.InputAddress), message);
    }

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null) =>
        Context(headers, destinationAddress);

    public MessageBody GetMessageBody(string text) => new StringMessageBody(text);

    public void Probe(ProbeContext context) => context.CreateScope("ticketflow-json");

    public IMessageDeserializer CreateDeserializer() => this;

    public IMessageSerializer CreateSerializer() => new SystemTextJsonRawMessageSerializer(RawSerializerOptions.AnyMessageType);

    private static SystemTextJsonRawSerializerContext Context(Headers headers, Uri? destination) => new(
        SystemTextJsonMessageSerializer.Instance,
        SystemTextJsonMessageSerializer.Options,
        Json,
        new RawMessageContext(headers, destination, RawSerializerOptions.AnyMessageType),
        [],
        RawSerializerOptions.AnyMessageType,
        Nothing);
}
