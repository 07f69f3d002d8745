namespace TicketFlow.Agent.Tests.Harness;

/// <summary>Awaits a condition with a deadline: no test sleeps and hopes.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static Task True(Func<bool> condition, string what) => True(() => Task.FromResult(condition()), what);

    public static async Task True(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(Deadline);
        while (!await condition())
        {
            limit.IsCancellationRequested.ShouldBeFalse($"within {Deadline}: {what}");
            await Task.Delay(5, CancellationToken.None);
        }
    }
}
