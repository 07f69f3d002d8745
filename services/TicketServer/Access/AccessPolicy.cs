using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.TicketServer.Access;

/// <summary>
/// The policy in memory, so that a check costs no query. A commit that changes a subject notifies, and that subject is read again; after
/// every reconnect, and once in a while anyway, all of it is. While the database is away the last known policy stays in force.
/// </summary>
internal sealed class AccessPolicy(
    NpgsqlDataSource database, IResourceDirectory resources, IOptions<AccessOptions> options, TimeProvider clock, ILogger<AccessPolicy> log)
    : BackgroundService
{
    private const string ReadAll = "select subject, name, value from access_entry";
    private const string ReadSome = ReadAll + " where subject = any($1)";

    /// <summary>Changes that come in a bunch are read together.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestBunch = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile AccessSnapshot _current = AccessSnapshot.Empty;

    /// <summary>The policy in force.</summary>
    public AccessSnapshot Current => _current;

    /// <summary>Whether everybody may use a printer without an allow list.</summary>
    public bool AllowByDefault { get; } = options.Value.Default == AccessOptions.Allow;

    /// <summary>Returns when the policy is known: before that nothing may be admitted or refused.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await _loaded.Task.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The loop's top: the database is away, or a row in it is not understood. Neither may end the server.
                AccessLog.PolicyStale(log, e.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(500), clock, stoppingToken);
            }
        }
    }

    private async Task FollowAsync(CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        var changed = new HashSet<string>(StringComparer.Ordinal);
        connection.Notification += (_, e) => changed.Add(e.Payload);
        await using (var listen = new NpgsqlCommand($"listen {AccessProjection.Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stopping);
        }

        changed.Add("");
        while (true)
        {
            string[] subjects = changed.Count == 0 ? [""] : [.. changed];
            changed.Clear();
            await RefreshAsync(subjects, stopping);
            _loaded.TrySetResult();
            if (changed.Count > 0 || await connection.WaitAsync(options.Value.RefreshEvery, stopping))
            {
                await WaitForQuietAsync(connection, stopping);
            }
        }
    }

    private async Task RefreshAsync(string[] changed, CancellationToken stopping)
    {
        if (changed.Contains(""))
        {
            resources.Forget(null);
            _current = await LoadAllAsync(stopping);
            return;
        }

        var prefix = ResourceEventTypes.StreamKey("");
        var subjects = changed.ToLookup(subject => subject.StartsWith(prefix, StringComparison.Ordinal));
        foreach (var key in subjects[true])
        {
            resources.Forget(key[prefix.Length..]);
        }

        if (subjects[false].Any())
        {
            _current = await LoadAsync(_current, [.. subjects[false]], stopping);
        }
    }

    private static async Task WaitForQuietAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        var begin = Stopwatch.GetTimestamp();
        while (await connection.WaitAsync(Quiet, stopping) && Stopwatch.GetElapsedTime(begin) < LongestBunch)
        {
            // More of it.
        }
    }

    private async Task<AccessSnapshot> LoadAllAsync(CancellationToken cancellation)
    {
        var snapshot = AccessSnapshot.Empty;
        await using var command = database.CreateCommand(ReadAll);
        foreach (var (subject, entries) in await ReadAsync(command, cancellation))
        {
            snapshot = snapshot.With(subject, entries);
        }

        return snapshot;
    }

    private async Task<AccessSnapshot> LoadAsync(AccessSnapshot snapshot, string[] subjects, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(ReadSome);
        command.Parameters.Add(new() { Value = subjects });
        var found = await ReadAsync(command, cancellation);
        return subjects.Aggregate(snapshot, (next, subject) => next.With(subject, found.GetValueOrDefault(subject) ?? []));
    }

    private static async Task<Dictionary<string, Dictionary<string, string>>> ReadAsync(
        NpgsqlCommand command, CancellationToken cancellation)
    {
        var found = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var subject = reader.GetString(0);
            if (!found.TryGetValue(subject, out var entries))
            {
                found[subject] = entries = new(StringComparer.Ordinal);
            }

            entries[reader.GetString(1)] = reader.GetString(2);
        }

        return found;
    }
}

internal static partial class AccessLog
{
    [LoggerMessage(1400, LogLevel.Warning, "The access policy cannot be read: {Reason}. The last known one stays in force.")]
    public static partial void PolicyStale(ILogger log, string reason);
}
