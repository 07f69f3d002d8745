using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TicketFlow.Agent.Journal;

/// <summary>Where a record stands in the journal file.</summary>
/// <param name="Offset">Of the record.</param>
/// <param name="Length">Of the record.</param>
/// <param name="DocumentLength">Bytes of document at its end.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordPlace(long Offset, int Length, int DocumentLength);

/// <summary>A record read back.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JournalRecord(RecordKind Kind, string Key, byte[] Json, RecordPlace Place);

/// <summary>What a scan of a file found.</summary>
/// <param name="End">Where the next record goes: behind the last good one.</param>
/// <param name="DamagedBytes">Bytes skipped in the middle of the file, with good records behind them.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ScanResult(long End, long DamagedBytes);

/// <summary>Reads records from a journal file.</summary>
internal static class JournalFile
{
    /// <summary>
    /// Hands over every good record in order. Bytes that are no good record are skipped when a good record follows (damage), and are
    /// the torn tail when none does.
    /// </summary>
    public static ScanResult Scan(SafeFileHandle file, Action<JournalRecord> found)
    {
        var length = RandomAccess.GetLength(file);
        long offset = 0, end = 0, damaged = 0;
        while (offset < length)
        {
            if (ReadAt(file, offset, length) is { } record)
            {
                damaged += offset - end;
                found(record);
                end = offset += record.Place.Length;
            }
            else
            {
                offset = NextMagic(file, offset + 1, length);
            }
        }

        return new ScanResult(end, damaged);
    }

    private static JournalRecord? ReadAt(SafeFileHandle file, long offset, long fileLength)
    {
        Span<byte> preamble = stackalloc byte[JournalFrame.PreambleLength];
        if (RandomAccess.Read(file, preamble, offset) < preamble.Length || JournalFrame.PayloadLength(preamble) is not { } payload
            || offset + preamble.Length + payload > fileLength)
        {
            return null;
        }

        var record = new byte[preamble.Length + payload];
        if (!ReadFully(file, record, offset) || !JournalFrame.TryRead(record, out var kind, out var key, out var json))
        {
            return null;
        }

        var document = record.Length - JournalFrame.HeadLength - json.Length;
        return new JournalRecord(kind, key, json.ToArray(), new RecordPlace(offset, record.Length, document));
    }

    private static long NextMagic(SafeFileHandle file, long from, long length)
    {
        var buffer = new byte[64 * 1024];
        for (var offset = from; offset < length;)
        {
            var read = RandomAccess.Read(file, buffer, offset);
            var at = buffer.AsSpan(0, read).IndexOf(JournalFrame.Magic);
            if (at >= 0)
            {
                return offset + at;
            }

            // The magic may stand across the border of two pieces.
            offset += read < buffer.Length ? length : read - JournalFrame.Magic.Length + 1;
        }

        return length;
    }

    /// <summary>False when the file ends first.</summary>
    public static bool ReadFully(SafeFileHandle file, Span<byte> into, long offset)
    {
        while (!into.IsEmpty)
        {
            var read = RandomAccess.Read(file, into, offset);
            if (read == 0)
            {
                return false;
            }

            into = into[read..];
            offset += read;
        }

        return true;
    }
}
