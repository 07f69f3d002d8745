namespace TicketServer.Tests.Server;

/// <summary>Waits for a condition, with an end.</summary>
internal static class Eventually
{
    /// <summary>Asks again and again until the answer is the wanted one, for at most 30 seconds.</summary>
    public static async Task ShouldBecomeAsync<T>(Func<Task<T>> ask, T wanted, string? because = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var answer = await ask();
        while (!Equals(answer, wanted) && !patience.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            answer = await ask();
        }

        answer.ShouldBe(wanted, because);
    }

    /// <summary>The same for lists.</summary>
    public static Task ShouldBecomeAsync(Func<Task<IReadOnlyList<string>>> ask, params string[] wanted) =>
        ShouldBecomeAsync(async () => string.Join(' ', await ask()), string.Join(' ', wanted));
}
