using System.Security.Cryptography;

namespace TicketFlow.Benchmarks.Transfers;

/// <summary>What every printer of the bench does with a document: reads it 64 kB at a time and hashes it.</summary>
internal static class SinkHash
{
    private const int PieceBytes = 64 * 1024;

    /// <param name="length">So many bytes, or to the end.</param>
    public static async Task TakeAsync(
        Func<Memory<byte>, CancellationToken, ValueTask<int>> read, long length, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[PieceBytes];
        while (length > 0 && await read(piece.AsMemory(0, (int)Math.Min(PieceBytes, length)), cancellationToken) is > 0 and var count)
        {
            hash.AppendData(piece, 0, count);
            length -= count;
        }
    }
}
