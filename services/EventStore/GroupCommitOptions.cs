namespace TicketFlow.EventStore;

/// <summary>
/// Group commit: units of all sessions share transactions. A batch forms by itself while the previous one commits, so no delay is needed;
/// <see cref="MaxDelay"/> trades latency for larger batches.
/// </summary>
public sealed class GroupCommitOptions
{
    /// <summary>Most units (sessions' saves) in one transaction. Default 500.</summary>
    public int MaxBatch { get; set; } = 500;

    /// <summary>Most events in one transaction; a larger single unit still goes, alone. Default 5,000.</summary>
    public int MaxBatchEvents { get; set; } = 5_000;

    /// <summary>Longest time a batch waits for more units before it goes. Default zero.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.Zero;

    /// <summary>Transactions in flight at once, 1 or 2. A stream always uses the same one, so its units stay in order. Default 1.</summary>
    public int Committers { get; set; } = 1;

    /// <summary>Units waiting before callers have to wait to enqueue. Default 10,000.</summary>
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>How often a transaction that lost a race or a connection is tried again before its callers see the error. Default
    /// 3.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>How long the outcome of a commit whose answer was lost is asked for before the callers are told that it is unknown.
    /// Default 10 s.</summary>
    public TimeSpan OutcomeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    internal void Validate()
    {
        StoreOptions.Require(MaxBatch is >= 1 and <= 10_000, $"GroupCommit.MaxBatch is {MaxBatch}; it must be 1 to 10,000.");
        StoreOptions.Require(
            MaxBatchEvents is >= 1 and <= 100_000, $"GroupCommit.MaxBatchEvents is {MaxBatchEvents}; it must be 1 to 100,000.");
        StoreOptions.Require(
            MaxDelay >= TimeSpan.Zero && MaxDelay <= TimeSpan.FromSeconds(1),
            $"GroupCommit.MaxDelay is {MaxDelay}; it must be 0 to 1 second.");
        StoreOptions.Require(Committers is 1 or 2, $"GroupCommit.Committers is {Committers}; it must be 1 or 2.");
        StoreOptions.Require(QueueCapacity >= MaxBatch, "GroupCommit.QueueCapacity must be at least GroupCommit.MaxBatch.");
        StoreOptions.Require(MaxRetries is >= 0 and <= 20, $"GroupCommit.MaxRetries is {MaxRetries}; it must be 0 to 20.");
        StoreOptions.Require(OutcomeTimeout > TimeSpan.Zero, "GroupCommit.OutcomeTimeout must be more than zero.");
    }
}
