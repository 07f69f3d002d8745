using System.Buffers.Binary;
using System.Numerics;

namespace TicketFlow.PrinterMonitor.Snmp.Usm;

/// <summary>SHA-224 (FIPS 180-4 sections 6.2 and 6.3), which the platform does not offer and RFC 7860 requires.</summary>
internal static class Sha224
{
    public const int HashSize = 28;
    private const int BlockSize = 64;

    private static readonly uint[] Initial =
    [
        0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4,
    ];

    private static readonly uint[] K = RoundConstants();

    public static byte[] HashData(ReadOnlySpan<byte> data)
    {
        Span<uint> state = stackalloc uint[8];
        Initial.CopyTo(state);
        var whole = data.Length / BlockSize * BlockSize;
        Span<uint> schedule = stackalloc uint[64];
        for (var at = 0; at < whole; at += BlockSize)
        {
            Compress(state, data.Slice(at, BlockSize), schedule);
        }

        Span<byte> tail = stackalloc byte[BlockSize * 2];
        tail.Clear();
        var rest = data[whole..];
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        var padded = rest.Length < BlockSize - 8 ? BlockSize : BlockSize * 2;
        BinaryPrimitives.WriteUInt64BigEndian(tail[(padded - 8)..], (ulong)data.Length * 8);
        for (var at = 0; at < padded; at += BlockSize)
        {
            Compress(state, tail.Slice(at, BlockSize), schedule);
        }

        var hash = new byte[HashSize];
        for (var i = 0; i < HashSize / 4; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(i * 4), state[i]);
        }

        return hash;
    }

    /// <summary>HMAC (RFC 2104) over it.</summary>
    public static byte[] Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        var inner = new byte[BlockSize + data.Length];
        var outer = new byte[BlockSize + HashSize];
        (key.Length > BlockSize ? HashData(key) : key).CopyTo(inner);
        inner.AsSpan(0, BlockSize).CopyTo(outer);
        for (var i = 0; i < BlockSize; i++)
        {
            inner[i] ^= 0x36;
            outer[i] ^= 0x5c;
        }

        data.CopyTo(inner.AsSpan(BlockSize));
        HashData(inner).CopyTo(outer.AsSpan(BlockSize));
        return HashData(outer);
    }

    private static void Compress(Span<uint> state, ReadOnlySpan<byte> block, Span<uint> w)
    {
        for (var t = 0; t < 16; t++)
        {
            w[t] = BinaryPrimitives.ReadUInt32BigEndian(block[(t * 4)..]);
        }

        for (var t = 16; t < 64; t++)
        {
            var s0 = BitOperations.RotateRight(w[t - 15], 7) ^ BitOperations.RotateRight(w[t - 15], 18) ^ (w[t - 15] >> 3);
            var s1 = BitOperations.RotateRight(w[t - 2], 17) ^ BitOperations.RotateRight(w[t - 2], 19) ^ (w[t - 2] >> 10);
            w[t] = unchecked(w[t - 16] + s0 + w[t - 7] + s1);
        }

        Span<uint> v = stackalloc uint[8];
        state.CopyTo(v);
        for (var t = 0; t < 64; t++)
        {
            var e = v[4];
            var s1 = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
            var t1 = unchecked(v[7] + s1 + ((e & v[5]) ^ (~e & v[6])) + K[t] + w[t]);
            var s0 = BitOperations.RotateRight(v[0], 2) ^ BitOperations.RotateRight(v[0], 13) ^ BitOperations.RotateRight(v[0], 22);
            var t2 = unchecked(s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2])));
            v[..7].CopyTo(v[1..]);
            v[4] = unchecked(v[4] + t1);
            v[0] = unchecked(t1 + t2);
        }

        for (var i = 0; i < 8; i++)
        {
            state[i] = unchecked(state[i] + v[i]);
        }
    }

    /// <summary>The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4 section 4.2.2).</summary>
    private static uint[] RoundConstants()
    {
        var constants = new uint[64];
        var count = 0;
        for (var candidate = 2; count < constants.Length; candidate++)
        {
            var divisors = Enumerable.Range(2, candidate - 2).TakeWhile(divisor => divisor * divisor <= candidate);
            if (divisors.All(divisor => candidate % divisor != 0))
            {
                constants[count++] = FractionOfCubeRoot(candidate);
            }
        }

        return constants;
    }

    private static uint FractionOfCubeRoot(int prime)
    {
        // The largest r with r^3 <= prime * 2^96: its low 32 bits are the fraction. Integers, because a double is too short.
        var scaled = (BigInteger)prime << 96;
        BigInteger low = 0;
        var high = BigInteger.One << 36;
        while (high - low > 1)
        {
            var middle = (low + high) >> 1;
            (low, high) = middle * middle * middle <= scaled ? (middle, high) : (low, middle);
        }

        return (uint)(low & uint.MaxValue);
    }
}
