using System.Buffers.Binary;
using System.Text;

namespace TicketFlow.Notifications.Freedesktop;

/// <summary>Reads values in the bus's format, little endian. Too short a message is an <see cref="IOException"/>.</summary>
internal sealed class BusReader(byte[] bytes, int start = 0)
{
    public int At { get; private set; } = start;

    public bool Ended => At >= bytes.Length;

    public BusReader Align(int boundary)
    {
        At = (At + boundary - 1) / boundary * boundary;
        return this;
    }

    public byte Byte() => Take(1)[0];

    public uint Number()
    {
        Align(4);
        return BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
    }

    public string Text()
    {
        var text = Encoding.UTF8.GetString(Take((int)Math.Min(Number(), int.MaxValue)));
        Take(1);
        return text;
    }

    public string Signature()
    {
        var text = Encoding.ASCII.GetString(Take(Byte()));
        Take(1);
        return text;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - At)
        {
            throw new IOException("The bus sent a message that ends too early.");
        }

        At += count;
        return bytes.AsSpan(At - count, count);
    }
}
