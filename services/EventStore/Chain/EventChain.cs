using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using TicketFlow.EventStore.Daemon;

namespace TicketFlow.EventStore.Chain;

/// <summary>
/// A hash chain over the log. Sealing writes a row per stretch; checking computes all of them again. Whoever may write the database can
/// also write new seals, so keep the last seal's hash outside (a mail, a notary, paper): the check takes it as <c>expected</c>.
/// </summary>
public sealed class EventChain(DocumentStore store)
{
    /// <summary>The hash the first seal hangs on.</summary>
    public const string Genesis = "ticketflow";

    private const int LooksAtHole = 3;

    private readonly string _schema = store.Services.Options.DatabaseSchemaName;

    /// <summary>The seals' table: for who owns the log and lets a role of fewer rights seal it. Else the first seal makes it.</summary>
    public static string SchemaSql(string schema) => $"""
        select pg_advisory_xact_lock(hashtextextended('{schema}.chain_seals', 0));
        create table if not exists {schema}.chain_seals (
            number bigint primary key, from_seq bigint not null, to_seq bigint not null, events bigint not null, hash text not null,
            sealed_at timestamptz not null);

        """;

    /// <summary>
    /// Seals what was not sealed yet, in stretches of at most <paramref name="stretch"/> events, up to the high-water mark: below it no
    /// transaction can add an event any more.
    /// </summary>
    public async Task<IReadOnlyList<ChainSeal>> SealAsync(
        int stretch = 10_000, IProgress<ChainSeal>? progress = null, CancellationToken cancellation = default)
    {
        await using var connection = await store.DataSource.OpenConnectionAsync(cancellation);
        var mark = await MarkAsync(connection, cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await CreateAsync(connection, cancellation);
        var last = (await SealsAsync(connection, cancellation)).LastOrDefault();
        var made = new List<ChainSeal>();
        await foreach (var seal in ComputeAsync(last, mark, stretch, cancellation))
        {
            await InsertAsync(connection, seal, cancellation);
            made.Add(seal);
            progress?.Report(seal);
        }

        await transaction.CommitAsync(cancellation);
        return made;
    }

    /// <summary>The seals, oldest first; empty when nothing was sealed yet.</summary>
    public async Task<IReadOnlyList<ChainSeal>> SealsAsync(CancellationToken cancellation = default)
    {
        await using var connection = await store.DataSource.OpenConnectionAsync(cancellation);
        await using var exists = new NpgsqlCommand($"select to_regclass('{_schema}.chain_seals') is not null", connection);
        return await exists.ExecuteScalarAsync(cancellation) is true ? await SealsAsync(connection, cancellation) : [];
    }

    /// <summary>When the oldest event was recorded that no seal covers; null when all are sealed.</summary>
    public async Task<DateTimeOffset?> UnsealedSinceAsync(CancellationToken cancellation = default)
    {
        var sealedTo = (await SealsAsync(cancellation)).LastOrDefault()?.To ?? 0;
        await using var command = store.DataSource.CreateCommand(
            $"select timestamp from {_schema}.mt_events where seq_id > $1 order by seq_id limit 1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = sealedTo });
        return await command.ExecuteScalarAsync(cancellation) is DateTime at ? new DateTimeOffset(at) : null;
    }

    /// <summary>Computes every seal again and returns what does not fit; empty when nothing was changed since.</summary>
    /// <param name="expected">A seal's hash that was kept outside; null when none was.</param>
    public async Task<IReadOnlyList<ChainFinding>> CheckAsync(
        string? expected = null, IProgress<ChainSeal>? progress = null, CancellationToken cancellation = default)
    {
        var seals = await SealsAsync(cancellation);
        var findings = new List<ChainFinding>();
        ChainSeal? before = null;
        foreach (var seal in seals)
        {
            if (seal.Number != (before?.Number ?? 0) + 1 || seal.From != (before?.To ?? 0) + 1)
            {
                findings.Add(new(ChainFindingKind.SealBroken, seal, seal.Events, $"seal {seal.Number} does not follow on the one before"));
            }

            // Each stretch is judged from the stored hash before it, so that one change shows in one place.
            var (hash, events) = await DigestAsync(before?.Hash ?? Genesis, seal.From, seal.To, cancellation);
            if (!string.Equals(hash, seal.Hash, StringComparison.Ordinal))
            {
                findings.Add(await JudgeAsync(seal, events, cancellation));
            }

            progress?.Report(seal);
            before = seal;
        }

        if (expected is not null && !seals.Any(s => string.Equals(s.Hash, expected, StringComparison.OrdinalIgnoreCase)))
        {
            findings.Add(new(
                ChainFindingKind.SealBroken, before ?? new ChainSeal(0, 0, 0, 0, Genesis, DateTimeOffset.UnixEpoch), 0,
                "no seal has the hash that was kept outside: the seals were written anew"));
        }

        return findings;
    }

    /// <summary>
    /// The high-water mark, beyond a hole too when the hole proves to be for good while this waits. A role that may not advance it takes it
    /// as the daemons left it.
    /// </summary>
    private async Task<long> MarkAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (await StoredMarkAsync(connection, cancellation) is { } stored)
        {
            return stored;
        }

        var options = store.Services.Options;
        var detector = new HighWaterDetector(options);
        var mark = await detector.DetectAsync(connection, cancellation);
        for (var look = 0; detector.HasGap && look < LooksAtHole; look++)
        {
            await Task.Delay(options.Daemon.StaleSequenceThreshold, options.TimeProvider, cancellation);
            mark = await detector.DetectAsync(connection, cancellation);
        }

        return mark;
    }

    private async Task<long?> StoredMarkAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"""
            select coalesce((select last_seq_id from {_schema}.mt_event_progression where name = 'HighWaterMark'), 0)
            where not has_table_privilege('{_schema}.mt_event_progression', 'update')
            """, connection);
        return await command.ExecuteScalarAsync(cancellation) as long?;
    }

    private async Task<ChainFinding> JudgeAsync(ChainSeal seal, long events, CancellationToken cancellation)
    {
        var kind = events < seal.Events ? ChainFindingKind.Removed
            : events > seal.Events ? ChainFindingKind.Inserted
            : ChainFindingKind.Altered;
        var holes = await HolesAsync(seal, cancellation);
        var detail = string.Create(CultureInfo.InvariantCulture,
            $"events {seal.From} to {seal.To}: {events} found, {seal.Events} sealed{(holes.Count > 0 ? "; streams with holes: " : "")}{string.Join(", ", holes)}");
        return new(kind, seal, events, detail);
    }

    /// <summary>Streams of the stretch whose versions are not 1, 2, 3 …: that is where something was taken out.</summary>
    private async Task<List<string>> HolesAsync(ChainSeal seal, CancellationToken cancellation)
    {
        await using var command = store.DataSource.CreateCommand($"""
            select e.stream_id from {_schema}.mt_events e join {_schema}.mt_streams s on s.id = e.stream_id
            where e.stream_id in (select stream_id from {_schema}.mt_events where seq_id between $1 and $2)
            group by e.stream_id, s.version having count(*) <> s.version or max(e.version) <> s.version order by 1 limit 10
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = seal.From });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = seal.To });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var streams = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            streams.Add(reader.GetString(0));
        }

        return streams;
    }

    private async Task<(string Hash, long Events)> DigestAsync(string previous, long from, long to, CancellationToken cancellation)
    {
        using var digest = new EventDigest();
        digest.Begin(previous);
        await using var command = Rows(from, to);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var events = 0L;
        while (await reader.ReadAsync(cancellation))
        {
            digest.Add(reader);
            events++;
        }

        return (digest.End(), events);
    }

    private async IAsyncEnumerable<ChainSeal> ComputeAsync(
        ChainSeal? last, long mark, int stretch, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (number, from, previous) = (last?.Number ?? 0, (last?.To ?? 0) + 1, last?.Hash ?? Genesis);
        while (from <= mark && await EndOfAsync(from, mark, stretch, cancellation) is { } to)
        {
            var (hash, events) = await DigestAsync(previous, from, to, cancellation);
            var seal = new ChainSeal(++number, from, to, events, hash, store.Services.Options.TimeProvider.GetUtcNow());
            yield return seal;
            (from, previous) = (to + 1, hash);
        }
    }

    /// <summary>The number of the stretch's last event; null when there is none.</summary>
    private async Task<long?> EndOfAsync(long from, long mark, int stretch, CancellationToken cancellation)
    {
        await using var command = store.DataSource.CreateCommand($"""
            select max(seq_id) from (select seq_id from {_schema}.mt_events where seq_id between $1 and $2 order by seq_id limit $3) as stretch
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = mark });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = stretch });
        return await command.ExecuteScalarAsync(cancellation) as long?;
    }

    private NpgsqlCommand Rows(long from, long to)
    {
        var command = store.DataSource.CreateCommand(
            $"select {EventDigest.Columns} from {_schema}.mt_events e where e.seq_id between $1 and $2 order by e.seq_id");
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
        return command;
    }

    /// <summary>Takes turns with others that seal, and makes the table where there is none: a role of few rights finds it there.</summary>
    private async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var turn = new NpgsqlCommand($"select pg_advisory_xact_lock(hashtextextended('{_schema}.chain_seals', 0))", connection);
        await turn.ExecuteNonQueryAsync(cancellation);
        await using var exists = new NpgsqlCommand($"select to_regclass('{_schema}.chain_seals') is not null", connection);
        if (await exists.ExecuteScalarAsync(cancellation) is not true)
        {
            await using var create = new NpgsqlCommand(SchemaSql(_schema), connection);
            await create.ExecuteNonQueryAsync(cancellation);
        }
    }

    private async Task<List<ChainSeal>> SealsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select number, from_seq, to_seq, events, hash, sealed_at from {_schema}.chain_seals order by number", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var seals = new List<ChainSeal>();
        while (await reader.ReadAsync(cancellation))
        {
            seals.Add(new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetString(4),
                new DateTimeOffset(reader.GetDateTime(5))));
        }

        return seals;
    }

    private async Task InsertAsync(NpgsqlConnection connection, ChainSeal seal, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"insert into {_schema}.chain_seals (number, from_seq, to_seq, events, hash, sealed_at) values ($1, $2, $3, $4, $5, $6)", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = seal.Number });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = seal.From });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = seal.To });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = seal.Events });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = seal.Hash });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = seal.SealedAt.ToUniversalTime() });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
