namespace TicketFlow.Testing;

/// <summary>Waits for conditions, never for time: the one place of the tests that looks again and again.</summary>
public static class Eventually
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    /// <summary>How long a condition has unless a test says otherwise: far beyond what a machine under load takes.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(90);

    /// <summary>Returns when the condition holds.</summary>
    /// <exception cref="TimeoutException">It does not hold in time; <paramref name="what"/> says what was waited for.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan within, Func<string> what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > within)
            {
                throw new TimeoutException($"Not within {within.TotalSeconds:0} s: {what()}");
            }

            await Task.Delay(Look);
        }
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, TimeSpan, Func{string})"/>
    public static Task TrueAsync(Func<bool> condition, TimeSpan within, Func<string> what) =>
        TrueAsync(() => Task.FromResult(condition()), within, what);

    /// <summary>Returns when the condition holds, for at most <see cref="Deadline"/>.</summary>
    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, TimeSpan, Func{string})" path="/exception"/>
    public static Task TrueAsync(Func<Task<bool>> condition, Func<string> what) => TrueAsync(condition, Deadline, what);

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, Func{string})"/>
    public static Task TrueAsync(Func<Task<bool>> condition, string what) => TrueAsync(condition, Deadline, () => what);

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, Func{string})"/>
    public static Task TrueAsync(Func<bool> condition, Func<string> what) => TrueAsync(condition, Deadline, what);

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, Func{string})"/>
    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(condition, Deadline, () => what);

    /// <summary>What is there in the end.</summary>
    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, TimeSpan, Func{string})" path="/exception"/>
    public static async Task<T> FoundAsync<T>(Func<T?> find, string what)
        where T : class
    {
        T? found = null;
        await TrueAsync(() => (found = find()) is not null, what);
        return found!;
    }

    /// <summary>Asks until the answer is the wanted one.</summary>
    /// <exception cref="TimeoutException">It is not in time; the message has the last answer.</exception>
    public static async Task ShouldBecomeAsync<T>(Func<Task<T>> ask, T wanted, string? because = null)
    {
        var answer = default(T);
        await TrueAsync(
            async () => Equals(answer = await ask(), wanted), () => $"{because ?? "the answer"} should be '{wanted}', is '{answer}'");
    }

    /// <inheritdoc cref="ShouldBecomeAsync{T}(Func{Task{T}}, T, string?)"/>
    public static Task ShouldBecomeAsync(Func<Task<IReadOnlyList<string>>> ask, params string[] wanted) =>
        ShouldBecomeAsync(async () => string.Join(' ', await ask()), string.Join(' ', wanted));
}
