using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.Retry;
using TicketFlow.EventStore;
using TicketFlow.TicketServer.Budgets;

namespace TicketFlow.TicketServer.Jobs;

/// <summary>
/// When a commit did not happen: a conflict is decided again at once, a few times; a database that is away is waited for, however long,
/// with the message unacknowledged meanwhile. Anything else is a bug and goes to the error queue.
/// </summary>
public sealed class CommitResilience
{
    public CommitResilience(ILogger<CommitResilience> log)
    {
        Pipeline = new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder()
                    .Handle<NpgsqlException>(
                        IsAway).Handle<AppendOutcomeUnknownException>().Handle<TimeoutException>().Handle<IOException>(),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(50),
                MaxDelay = TimeSpan.FromSeconds(3),
                UseJitter = true,
                OnRetry = retry =>
                {
                    JobLog.Waiting(log, retry.Outcome.Exception?.Message ?? "");
                    return ValueTask.CompletedTask;
                },
            })
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder()
                    .Handle<EventStreamUnexpectedMaxEventIdException>().Handle<ExistingStreamIdCollisionException>()
                    .Handle<AppendRejectedException>(e => e.Code == "sql-" + BudgetProjection.Exhausted),
                MaxRetryAttempts = 8,
                Delay = TimeSpan.FromMilliseconds(2),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .Build();
    }

    /// <summary>The pipeline around one message's work.</summary>
    public ResiliencePipeline Pipeline { get; }

    /// <summary>Whether the database is only away: broken connection, shutting down, starting up, no connections left.</summary>
    private static bool IsAway(NpgsqlException e) => e.IsTransient || e.SqlState is null or "57P01" or "57P02" or "57P03" or "53300"
        or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.QueryCanceled;
}

internal static partial class JobLog
{
    [LoggerMessage(1200, LogLevel.Warning, "The database does not answer: {Reason}. The message waits.")]
    public static partial void Waiting(ILogger log, string reason);
}
