namespace TicketFlow.EventStore.Daemon;

/// <summary>
/// The advisory lock number of a shard, computed as Marten does, so that its daemon and ours exclude each other.
/// </summary>
internal static class DaemonLock
{
    private const int DaemonLockId = 4444;

    public static long KeyOf(string schema, string shardName) => Math.Abs(DeterministicHash($"{schema}:{shardName}")) + DaemonLockId;

    // The .NET Framework's string hash, which does not change from process to process.
    private static int DeterministicHash(string text)
    {
        unchecked
        {
            var even = (5381 << 16) + 5381;
            var odd = even;
            for (var i = 0; i < text.Length; i += 2)
            {
                even = ((even << 5) + even) ^ text[i];
                if (i + 1 < text.Length)
                {
                    odd = ((odd << 5) + odd) ^ text[i + 1];
                }
            }

            return even + (odd * 1566083941);
        }
    }
}
