using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace TicketFlow.Agent.Journal;

/// <summary>What a record is to the journal itself.</summary>
internal enum RecordKind : byte
{
    /// <summary>An event of a live job.</summary>
    Event = 1,

    /// <summary>The job's summary; all its earlier records are dead.</summary>
    Closed = 2,
}

/// <summary>
/// One record on disk: magic, length and CRC-32C (12 bytes), then kind, job key, length of the JSON, JSON, document. The checksum
/// covers length and everything behind it. The magic lets a reader find the next record behind a damaged one.
/// </summary>
internal static class JournalFrame
{
    public const int KeyLength = 16;
    public const int PreambleLength = 12;
    public const int HeadLength = PreambleLength + 1 + KeyLength + 4;

    /// <summary>Larger lengths are damage.</summary>
    public const int MaxPayload = 64 * 1024 * 1024;

    /// <summary>"TFJ1" as it stands in the file; the digit is the version of the format.</summary>
    public static ReadOnlySpan<byte> Magic => "TFJ1"u8;

    /// <summary>Everything of a record but the document, which follows it in the file.</summary>
    public static byte[] Head(RecordKind kind, string key, ReadOnlySpan<byte> json, ReadOnlySpan<byte> document)
    {
        if (key.Length != KeyLength)
        {
            throw new ArgumentException($"A job key has {KeyLength} characters.", nameof(key));
        }

        var head = new byte[HeadLength + json.Length];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), head.Length - PreambleLength + document.Length);
        head[PreambleLength] = (byte)kind;
        Encoding.ASCII.GetBytes(key, head.AsSpan(PreambleLength + 1, KeyLength));
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(PreambleLength + 1 + KeyLength), json.Length);
        json.CopyTo(head.AsSpan(HeadLength));
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), Checksum(head, document));
        return head;
    }

    /// <summary>Length of the payload announced by a preamble, or null when it is none.</summary>
    public static int? PayloadLength(ReadOnlySpan<byte> preamble)
    {
        if (preamble.Length < PreambleLength || !preamble.StartsWith(Magic))
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(preamble[4..]);
        return length is < HeadLength - PreambleLength or > MaxPayload ? null : length;
    }

    /// <summary>Reads a whole record; false when its checksum or its inner lengths do not fit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> record, out RecordKind kind, out string key, out ReadOnlySpan<byte> json)
    {
        kind = default;
        key = "";
        json = default;
        if (PayloadLength(record) is not { } length || record.Length != PreambleLength + length
            || BinaryPrimitives.ReadUInt32LittleEndian(record[8..]) != Checksum(record, []))
        {
            return false;
        }

        var jsonLength = BinaryPrimitives.ReadInt32LittleEndian(record[(PreambleLength + 1 + KeyLength)..]);
        if (jsonLength < 0 || jsonLength > record.Length - HeadLength)
        {
            return false;
        }

        kind = (RecordKind)record[PreambleLength];
        key = Encoding.ASCII.GetString(record.Slice(PreambleLength + 1, KeyLength));
        json = record.Slice(HeadLength, jsonLength);
        return kind is RecordKind.Event or RecordKind.Closed;
    }

    private static uint Checksum(ReadOnlySpan<byte> head, ReadOnlySpan<byte> document)
    {
        var crc = Crc(uint.MaxValue, head[4..8]);
        crc = Crc(crc, head[PreambleLength..]);
        return ~Crc(crc, document);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var one in bytes[(words.Length * 8)..])
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return crc;
    }
}
