namespace TicketFlow.EventStore.Tests.Support;

internal static class Eventually
{
    /// <summary>Waits for a condition, with a deadline far beyond what it takes.</summary>
    public static async Task BecomesAsync(Func<Task<bool>> condition, string what, int seconds = 30)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"Within {seconds} s this did not become true: {what}");
            }

            await Task.Delay(10, CancellationToken.None);
        }
    }
}
