using System.Buffers.Binary;
using System.Text;

namespace TicketFlow.Notifications.Freedesktop;

/// <summary>Writes values in the bus's format, little endian (D-Bus specification, "Marshaling").</summary>
internal sealed class BusWriter
{
    private readonly MemoryStream _bytes = new();

    public int Length => (int)_bytes.Length;

    public byte[] ToArray() => _bytes.ToArray();

    public BusWriter Align(int boundary)
    {
        while (_bytes.Length % boundary != 0)
        {
            _bytes.WriteByte(0);
        }

        return this;
    }

    public BusWriter Byte(byte value)
    {
        _bytes.WriteByte(value);
        return this;
    }

    public BusWriter Number(uint value)
    {
        Align(4);
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(number, value);
        _bytes.Write(number);
        return this;
    }

    public BusWriter Text(string value)
    {
        var text = Encoding.UTF8.GetBytes(value.Replace('\0', ' '));
        Number((uint)text.Length);
        _bytes.Write(text);
        return Byte(0);
    }

    public BusWriter Signature(string value) => Byte((byte)value.Length).Raw(Encoding.ASCII.GetBytes(value)).Byte(0);

    /// <summary>A text as a variant: its type first.</summary>
    public BusWriter Variant(string type, string value) => type == "g" ? Signature(type).Signature(value) : Signature(type).Text(value);

    /// <summary>An array whose elements have the given alignment; its length leaves out the padding before the first one.</summary>
    public BusWriter Array(int alignment, Action<BusWriter> elements)
    {
        Number(0);
        var at = Length - 4;
        Align(alignment);
        var start = Length;
        elements(this);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.GetBuffer().AsSpan(at), (uint)(Length - start));
        return this;
    }

    public BusWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }
}
