using Npgsql;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;

namespace TicketFlow.EventStore;

/// <summary>Everything a store needs to know. Checked when the store is built: a mistake stops the service with a sentence, not the first
/// append.</summary>
public sealed class StoreOptions
{
    /// <summary>
    /// Npgsql connection string. The store adds statement preparation and its schema as first in the search path.
    /// Either this or <see cref="DataSource"/>.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// A ready data source instead of <see cref="ConnectionString"/>. It must prepare automatically (<c>Max Auto Prepare</c>) to be fast
    /// and have
    /// <see cref="DatabaseSchemaName"/> first in its search path when projections use unqualified names. The store does not dispose it.
    /// </summary>
    public NpgsqlDataSource? DataSource { get; set; }

    /// <summary>Schema of the <c>mt_*</c> tables; lower-case letters, digits and underscores. Default <c>ticketflow</c>.</summary>
    public string DatabaseSchemaName { get; set; } = "ticketflow";

    /// <summary>Source of event timestamps and of every wait. Default: the system's clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Event types and aggregates.</summary>
    public EventOptions Events { get; } = new();

    /// <summary>Inline and async projections.</summary>
    public ProjectionOptions Projections { get; }

    /// <summary>How concurrent appends are coalesced.</summary>
    public GroupCommitOptions GroupCommit { get; } = new();

    /// <summary>The async daemon's timing.</summary>
    public DaemonOptions Daemon { get; } = new();

    /// <summary>Streams kept folded in memory for <c>FetchForWriting</c>; 0 switches the cache off. Default 200,000.</summary>
    public int HotCacheEntries { get; set; } = 200_000;

    /// <summary>Largest serialized event in bytes; a larger one is refused before it reaches the database. Default 1 MiB.</summary>
    public int MaxEventBytes { get; set; } = 1024 * 1024;

    /// <summary>Sends <c>NOTIFY</c> on <c>{schema}_events</c> with each commit, which wakes async projections. Default true.</summary>
    public bool NotifyOnAppend { get; set; } = true;

    /// <summary>Options with their defaults.</summary>
    public StoreOptions() => Projections = new ProjectionOptions(Events);

    /// <summary>Called at each step a crash may fall behind, with its name; tests of crashes end the process there.</summary>
    internal Action<string>? AtStep { get; set; }

    /// <summary>The channel that carries wake-ups.</summary>
    internal string NotificationChannel => DatabaseSchemaName + "_events";

    internal void Validate()
    {
        Require(ConnectionString is null != (DataSource is null),
            "Set either ConnectionString or DataSource of the event store, not both and not neither.");
        Require(
            DatabaseSchemaName.Length is > 0 and <= 50
                && DatabaseSchemaName.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_')
                && !char.IsAsciiDigit(DatabaseSchemaName[0]),
            $"The event store's schema name '{DatabaseSchemaName}' is not usable: lower-case letters, digits, underscores, at most 50.");
        Require(HotCacheEntries >= 0, $"HotCacheEntries is {HotCacheEntries}; it must be 0 (off) or more.");
        Require(MaxEventBytes >= 1024, $"MaxEventBytes is {MaxEventBytes}; it must be at least 1024.");
        GroupCommit.Validate();
        Daemon.Validate();
        Projections.Validate();
    }

    internal static void Require(bool condition, string sentence)
    {
        if (!condition)
        {
            throw new StoreConfigurationException(sentence);
        }
    }
}
