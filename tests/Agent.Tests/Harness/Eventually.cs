namespace TicketFlow.Agent.Tests.Harness;

/// <summary>Awaits a condition with a deadline: no test sleeps and hopes.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

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

    /// <summary>The same with an explanation made only when it is needed.</summary>
    public static Task True(Func<bool> condition, Func<string> what) => True(() => Task.FromResult(condition()), what);

    public static async Task True(Func<Task<bool>> condition, Func<string> what)
    {
        using var limit = new CancellationTokenSource(Deadline);
        while (!await condition())
        {
            limit.IsCancellationRequested.ShouldBeFalse(limit.IsCancellationRequested ? $"within {Deadline}: {what()}" : "");
            await Task.Delay(5, CancellationToken.None);
        }
    }

    /// <summary>What is there in the end.</summary>
    public static async Task<T> Found<T>(Func<T?> find, string what)
        where T : class
    {
        await True(() => find() is not null, what);
        return find()!;
    }
}
