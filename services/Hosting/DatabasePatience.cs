using Npgsql;
using Polly;
using Polly.Retry;

namespace TicketFlow.Hosting;

/// <summary>After a power cut everything starts at once: a service waits until its database is there, and says so.</summary>
public static class DatabasePatience
{
    // Being started up or shut down; no such database (yet).
    private static readonly string[] NotYet = ["57P03", "3D000"];

    /// <summary>Tries again until it works, with growing pauses of up to three seconds.</summary>
    /// <param name="waiting">Told each time why it has to wait.</param>
    public static ResiliencePipeline Create(Action<string> waiting) => new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = new PredicateBuilder().Handle<LogNotThereException>().Handle<TimeoutException>().Handle<IOException>()
            .Handle<NpgsqlException>(e => e.IsTransient || e.SqlState is null || NotYet.Contains(e.SqlState)),
        MaxRetryAttempts = int.MaxValue,
        BackoffType = DelayBackoffType.Exponential,
        Delay = TimeSpan.FromMilliseconds(100),
        MaxDelay = TimeSpan.FromSeconds(3),
        OnRetry = retry =>
        {
            waiting(retry.Outcome.Exception?.Message ?? "");
            return ValueTask.CompletedTask;
        },
    }).Build();
}

/// <summary>The event log does not exist yet, or this role was not let in.</summary>
public sealed class LogNotThereException : Exception
{
    /// <param name="role">The role that has to be let in.</param>
    public LogNotThereException(string role)
        : base($"the event log is not there, or this role may not read it. A ticket server makes it and lets the role {role} in")
    {
    }
}
