namespace TicketFlow.Agent.Spool;

/// <summary>A bounded number of bytes that many submissions share.</summary>
internal sealed class SpoolBudget(long total)
{
    private long _used;

    /// <summary>Asked for room when there is none: gives something up and says whether it did.</summary>
    public Func<bool> GiveUpOldest { get; set; } = static () => false;

    public long Used => Interlocked.Read(ref _used);

    /// <summary>False, and nothing taken, when the bytes do not fit.</summary>
    public bool TryTake(long bytes)
    {
        do
        {
            if (Interlocked.Add(ref _used, bytes) <= total)
            {
                return true;
            }

            Interlocked.Add(ref _used, -bytes);
        }
        while (bytes <= total && GiveUpOldest());
        return false;
    }

    /// <summary>Takes what is there already, whatever the limit says now.</summary>
    public void Take(long bytes) => Interlocked.Add(ref _used, bytes);

    public void GiveBack(long bytes) => Interlocked.Add(ref _used, -bytes);
}
