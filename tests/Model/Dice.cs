namespace TicketFlow.Model;

/// <summary>Random numbers from a seed, for several hands at once.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();

    /// <summary>0 to below the end.</summary>
    public int Next(int end) => Next(0, end);

    public int Next(int begin, int end)
    {
        lock (_lock)
        {
            return _random.Next(begin, end);
        }
    }
}
