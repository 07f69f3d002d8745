namespace TicketFlow.Agent.Spool;

/// <summary>A bounded number of bytes that many submissions share.</summary>
internal sealed class SpoolBudget(long total)
{
    private long _used;

    public long Used => Interlocked.Read(ref _used);

    /// <summary>False, and nothing taken, when the bytes do not fit.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= total)
        {
            return true;
        }

        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    /// <summary>Takes what is there already, whatever the limit says now.</summary>
    public void Take(long bytes) => Interlocked.Add(ref _used, bytes);

    public void GiveBack(long bytes) => Interlocked.Add(ref _used, -bytes);
}
