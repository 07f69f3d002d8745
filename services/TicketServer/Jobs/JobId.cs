using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TicketFlow.TicketServer.Jobs;

/// <summary>
/// Job ids: 80 bits in 16 letters and digits (a-z, 2-7). The id follows from the agent and the agent's own key, so a request that arrives
/// twice names the same job, and the second start of its stream fails instead of printing twice. Two different pairs meet once in about
/// 10^12 jobs; then the stream's content differs and the request is refused as a duplicate.
/// </summary>
public static class JobId
{
    /// <summary>Length of a job id and of an agent's key.</summary>
    public const int Length = 16;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>The job's id for an agent's key.</summary>
    public static string Of(string agent, string key)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{agent}\n{key}"), hash);
        return Encode(hash[..10]);
    }

    /// <summary>Whether the text has the form of a job id (or of an agent's key).</summary>
    public static bool IsWellFormed(string? text)
    {
        if (text is not { Length: Length })
        {
            return false;
        }

        foreach (var c in text)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '2' and <= '7')))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The key of the job's stream.</summary>
    public static string StreamKey(string jobId) => "job-" + jobId;

    /// <summary>The id as the saga's correlation id: the same 80 bits, padded with zeros.</summary>
    public static Guid ToCorrelationId(string jobId)
    {
        Span<byte> bytes = stackalloc byte[16];
        UInt128 bits = 0;
        foreach (var c in jobId)
        {
            bits = (bits << 5) | (uint)(c <= '7' ? c - '2' + 26 : c - 'a');
        }

        BinaryPrimitives.WriteUInt128BigEndian(bytes, bits);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Back from the correlation id.</summary>
    public static string FromCorrelationId(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return Encode(bytes[6..]);
    }

    private static string Encode(ReadOnlySpan<byte> tenBytes)
    {
        UInt128 bits = 0;
        foreach (var b in tenBytes)
        {
            bits = (bits << 8) | b;
        }

        Span<char> text = stackalloc char[Length];
        for (var i = Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(bits & 31)];
            bits >>= 5;
        }

        return new string(text);
    }
}
