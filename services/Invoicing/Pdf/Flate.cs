using System.Buffers.Binary;

namespace TicketFlow.Invoicing.Pdf;

/// <summary>
/// Compresses to zlib's format (RFC 1950, 1951) with fixed codes. The runtime's own compressor writes other bytes with another version of
/// zlib or another processor; an issued invoice must come out the same for ever, so what is written here depends on the input alone.
/// </summary>
internal static class Flate
{
    private const int Window = 32 * 1024;
    private const int ShortestMatch = 3;
    private const int LongestMatch = 258;
    private const int HashBits = 15;

    private static readonly (int Length, int Bits)[] Lengths = Steps(ShortestMatch, 4, 28, lastIs: LongestMatch);
    private static readonly (int Length, int Bits)[] Distances = Steps(1, 2, 30, lastIs: null);

    /// <summary>The compressed bytes.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> data)
    {
        var bits = new BitStream(data.Length / 3 + 16);
        bits.Bytes.Add(0x78);
        bits.Bytes.Add(0x9C);
        bits.Write(0b011, 3);
        var latest = new int[1 << HashBits];
        Array.Fill(latest, -1);
        for (var at = 0; at < data.Length;)
        {
            var (length, distance) = Match(data, at, latest);
            if (length < ShortestMatch)
            {
                Symbol(bits, data[at]);
                length = 1;
            }
            else
            {
                Back(bits, length, distance);
            }

            for (var end = at + length; at < end; at++)
            {
                Remember(data, at, latest);
            }
        }

        Symbol(bits, 256);
        bits.Flush();
        Span<byte> check = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(check, Adler(data));
        bits.Bytes.AddRange(check);
        return [.. bits.Bytes];
    }

    private static (int Length, int Distance) Match(ReadOnlySpan<byte> data, int at, int[] latest)
    {
        if (at + ShortestMatch > data.Length)
        {
            return (0, 0);
        }

        var from = latest[Hash(data, at)];
        if (from < 0 || at - from > Window)
        {
            return (0, 0);
        }

        var most = Math.Min(LongestMatch, data.Length - at);
        return (data.Slice(at, most).CommonPrefixLength(data[from..]), at - from);
    }

    private static void Remember(ReadOnlySpan<byte> data, int at, int[] latest)
    {
        if (at + ShortestMatch <= data.Length)
        {
            latest[Hash(data, at)] = at;
        }
    }

    private static int Hash(ReadOnlySpan<byte> data, int at) =>
        (int)(unchecked((uint)(data[at] | (data[at + 1] << 8) | (data[at + 2] << 16)) * 2654435761u) >> (32 - HashBits));

    private static void Back(BitStream bits, int length, int distance)
    {
        var code = Array.FindLastIndex(Lengths, s => s.Length <= length);
        Symbol(bits, 257 + code);
        bits.Write(length - Lengths[code].Length, Lengths[code].Bits);
        code = Array.FindLastIndex(Distances, s => s.Length <= distance);
        bits.WriteCode(code, 5);
        bits.Write(distance - Distances[code].Length, Distances[code].Bits);
    }

    /// <summary>RFC 1951, 3.2.6: the fixed codes of literals and lengths.</summary>
    private static void Symbol(BitStream bits, int symbol)
    {
        var (code, length) = symbol switch
        {
            < 144 => (0x30 + symbol, 8),
            < 256 => (0x190 + symbol - 144, 9),
            < 280 => (symbol - 256, 7),
            _ => (0xC0 + symbol - 280, 8),
        };
        bits.WriteCode(code, length);
    }

    /// <summary>RFC 1951, 3.2.5: first value and extra bits of each code; <paramref name="perBit"/> codes have the same number of
    /// bits.</summary>
    private static (int, int)[] Steps(int first, int perBit, int codes, int? lastIs)
    {
        var steps = new List<(int, int)>();
        for (var code = 0; code < codes; code++)
        {
            var extra = Math.Max(0, (code / perBit) - 1);
            steps.Add((first, extra));
            first += 1 << extra;
        }

        if (lastIs is { } last)
        {
            steps.Add((last, 0));
        }

        return [.. steps];
    }

    private static uint Adler(ReadOnlySpan<byte> data)
    {
        uint a = 1, b = 0;
        foreach (var value in data)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        return (b << 16) | a;
    }

    private sealed class BitStream(int capacity)
    {
        private uint _bits;
        private int _count;

        public List<byte> Bytes { get; } = new(capacity);

        /// <summary>Lowest bit first.</summary>
        public void Write(int value, int count)
        {
            _bits |= (uint)value << _count;
            _count += count;
            while (_count >= 8)
            {
                Bytes.Add((byte)_bits);
                _bits >>= 8;
                _count -= 8;
            }
        }

        /// <summary>A Huffman code: highest bit first.</summary>
        public void WriteCode(int code, int length)
        {
            for (var bit = length - 1; bit >= 0; bit--)
            {
                Write((code >> bit) & 1, 1);
            }
        }

        public void Flush() => Write(0, (8 - _count) % 8);
    }
}
