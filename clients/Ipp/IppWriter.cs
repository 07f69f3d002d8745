using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace TicketFlow.Ipp;

/// <summary>Writes a message (RFC 8010, section 3); a document follows right behind it.</summary>
public static class IppWriter
{
    /// <exception cref="ArgumentException">A name or value is longer than 32,767 bytes, which no message can carry.</exception>
    public static byte[] Write(IppMessage message)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        Write(message, output);
        return output.WrittenSpan.ToArray();
    }

    /// <inheritdoc cref="Write(IppMessage)"/>
    public static void Write(IppMessage message, IBufferWriter<byte> output)
    {
        Short(output, message.Version);
        Short(output, message.Code);
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(4), message.RequestId);
        output.Advance(4);
        foreach (var group in message.Groups)
        {
            Tag(output, group.Tag);
            foreach (var attribute in group.Attributes)
            {
                Attribute(output, attribute);
            }
        }

        Tag(output, IppTag.EndOfAttributes);
    }

    private static void Attribute(IBufferWriter<byte> output, IppAttribute attribute)
    {
        var name = attribute.Name;
        foreach (var value in attribute.Values)
        {
            Value(output, name, value);
            name = "";
        }
    }

    private static void Value(IBufferWriter<byte> output, string name, IppValue value)
    {
        Tag(output, value.Tag);
        Bytes(output, Encoding.UTF8.GetBytes(name));
        if (value is not IppCollection collection)
        {
            Bytes(output, IppValues.Write(value));
            return;
        }

        Bytes(output, []);
        foreach (var member in collection.Members)
        {
            Tag(output, IppTag.MemberName);
            Bytes(output, []);
            Bytes(output, Encoding.UTF8.GetBytes(member.Name));
            Attribute(output, member with { Name = "" });
        }

        Tag(output, IppTag.EndCollection);
        Bytes(output, []);
        Bytes(output, []);
    }

    private static void Tag(IBufferWriter<byte> output, IppTag tag)
    {
        output.GetSpan(1)[0] = (byte)tag;
        output.Advance(1);
    }

    private static void Bytes(IBufferWriter<byte> output, byte[] bytes)
    {
        if (bytes.Length > short.MaxValue)
        {
            throw new ArgumentException($"A name or value of {bytes.Length} bytes does not fit into an IPP message.", nameof(bytes));
        }

        Short(output, (ushort)bytes.Length);
        output.Write(bytes);
    }

    private static void Short(IBufferWriter<byte> output, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(2), value);
        output.Advance(2);
    }
}
