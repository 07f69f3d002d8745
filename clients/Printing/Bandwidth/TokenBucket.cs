namespace TicketFlow.Printing.Bandwidth;

/// <summary>
/// A budget of bytes that fills at a rate. Taking goes into debt and says how long to wait, so takers are served in order and whatever a
/// timer oversleeps is made good at the next take, as far as the small reserve reaches.
/// </summary>
internal sealed class TokenBucket(TimeProvider clock)
{
    /// <summary>What an idle line may save up: as much as the timers of a loaded machine oversleep.</summary>
    private const double ReserveSeconds = 0.1;

    private readonly Lock _gate = new();
    private double _tokens;
    private long _filledAt = clock.GetTimestamp();

    /// <summary>Takes at once; the bytes may leave after the returned wait.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="rate">Bytes a second that hold now.</param>
    public TimeSpan Take(long bytes, long rate)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            var filled = _tokens + (clock.GetElapsedTime(_filledAt, now).TotalSeconds * rate);
            (_tokens, _filledAt) = (Math.Min(filled, rate * ReserveSeconds) - bytes, now);
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / rate);
        }
    }
}
