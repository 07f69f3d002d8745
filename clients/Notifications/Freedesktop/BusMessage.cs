namespace TicketFlow.Notifications.Freedesktop;

/// <summary>Kinds of messages (D-Bus specification, "Message Types").</summary>
internal enum BusMessageKind : byte
{
    Call = 1,
    Return = 2,
    Error = 3,
    Signal = 4,
}

/// <summary>A message, as far as it matters here.</summary>
/// <param name="ReplyTo">Number of the call that it answers.</param>
/// <param name="Body">Read with <see cref="BusReader"/>.</param>
internal sealed record BusMessage(
    BusMessageKind Kind, uint Serial, uint ReplyTo, string? Member, string? Sender, string? Error, byte[] Body)
{
    private const byte Path = 1;
    private const byte Interface = 2;
    private const byte MemberField = 3;
    private const byte ErrorName = 4;
    private const byte ReplySerial = 5;
    private const byte Destination = 6;
    private const byte SenderField = 7;
    private const byte SignatureField = 8;

    /// <summary>Bytes before the header's fields, with their length.</summary>
    public const int FixedBytes = 16;

    public static byte[] Call(uint serial, string destination, string path, string type, string member, string signature, BusWriter body) =>
        Compose(BusMessageKind.Call, serial, body, [
            (Path, "o", path), (Interface, "s", type), (MemberField, "s", member), (Destination, "s", destination),
            (SignatureField, "g", signature),
        ]);

    public static byte[] Return(uint serial, BusMessage call, string signature, BusWriter body) =>
        Compose(BusMessageKind.Return, serial, body, [(Destination, "s", call.Sender!), (SignatureField, "g", signature)], call.Serial);

    /// <param name="head">The first <see cref="FixedBytes"/> and the fields, with their padding.</param>
    public static BusMessage Parse(byte[] head, byte[] body)
    {
        var reader = new BusReader(head, FixedBytes);
        var end = FixedBytes + (int)new BusReader(head, FixedBytes - 4).Number();
        var (texts, reply) = (new Dictionary<byte, string>(), 0u);
        while (reader.Align(8).At < end)
        {
            var field = reader.Byte();
            switch (reader.Signature())
            {
                case "u":
                    reply = reader.Number() is var number && field == ReplySerial ? number : reply;
                    break;
                case "g":
                    texts[field] = reader.Signature();
                    break;
                default:
                    texts[field] = reader.Text();
                    break;
            }
        }

        return new BusMessage(
            (BusMessageKind)head[1], new BusReader(head, 8).Number(), reply,
            texts.GetValueOrDefault(MemberField), texts.GetValueOrDefault(SenderField), texts.GetValueOrDefault(ErrorName), body);
    }

    private static byte[] Compose(
        BusMessageKind kind, uint serial, BusWriter body, (byte Field, string Type, string Value)[] fields, uint replyTo = 0)
    {
        var head = new BusWriter().Byte((byte)'l').Byte((byte)kind).Byte(0).Byte(1).Number((uint)body.Length).Number(serial);
        head.Array(8, elements =>
        {
            foreach (var (field, type, value) in fields.Where(field => field.Field != SignatureField || field.Value.Length > 0))
            {
                elements.Align(8).Byte(field).Variant(type, value);
            }

            if (replyTo > 0)
            {
                elements.Align(8).Byte(ReplySerial).Signature("u").Number(replyTo);
            }
        });
        return [.. head.Align(8).ToArray(), .. body.ToArray()];
    }
}
