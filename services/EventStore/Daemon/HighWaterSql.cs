namespace TicketFlow.EventStore.Daemon;

/// <summary>The statements of high-water detection.</summary>
internal sealed class HighWaterSql(string schema)
{
    /// <summary>Numbers looked through at once; a longer backlog takes several looks.</summary>
    public const int Window = 100_000;

    public const string RowName = "HighWaterMark";

    /// <summary>
    /// One statement, one snapshot: mark, first number above it, the last number before the first hole, highest number, the sequence's last
    /// value, the first transaction id not yet given out, and the database's clock.
    /// </summary>
    public string Look { get; } = $"""
        with mark as materialized (
            select coalesce((select last_seq_id from {schema}.mt_event_progression where name = '{RowName}'), 0) as m),
        above as materialized (
            select e.seq_id, lead(e.seq_id) over (order by e.seq_id) as next from {schema}.mt_events e
            where e.seq_id > (select m from mark) and e.seq_id <= (select m from mark) + {Window})
        select (select m from mark), (select min(seq_id) from {schema}.mt_events where seq_id > (select m from mark)),
            (select min(seq_id) from above where next > seq_id + 1), (select max(seq_id) from above),
            (select max(seq_id) from {schema}.mt_events),
            (select case when is_called then last_value else 0 end from {schema}.mt_events_sequence),
            pg_snapshot_xmax(pg_current_snapshot())::text, clock_timestamp()
        """;

    /// <summary>
    /// Whether everything that was in flight at the first sight of a hole has ended: no transaction that had an id then ($1), none that had
    /// begun then ($2: it may hold a number and no id yet), and none that writes the event tables from before.
    /// </summary>
    public string AllEnded { get; } = $"""
        select pg_snapshot_xmin(pg_current_snapshot())::text::numeric >= $1::numeric
            and not exists (
                select 1 from pg_stat_activity a where a.pid <> pg_backend_pid() and a.datname = current_database() and a.xact_start <= $2
                    and a.backend_type = 'client backend')
            and not exists (
                select 1 from pg_locks l join pg_stat_activity a on a.pid = l.pid
                where l.locktype = 'relation' and l.mode = 'RowExclusiveLock' and l.pid <> pg_backend_pid()
                    and l.database = (select oid from pg_database where datname = current_database())
                    and l.relation in ('{schema}.mt_events'::regclass, '{schema}.mt_streams'::regclass)
                    and (a.xact_start is null or a.xact_start <= $2))
        """;

    /// <summary>Moves the mark forward, never back.</summary>
    public string Advance { get; } = $"""
        insert into {schema}.mt_event_progression as p (name, last_seq_id, last_updated) values ('{RowName}', $1, transaction_timestamp())
        on conflict (name) do update set last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated
        where p.last_seq_id is null or p.last_seq_id < excluded.last_seq_id
        """;

    public string RecordSkip { get; } = $"""
        insert into {schema}.mt_high_water_skips (ending_sequence, starting_sequence) values ($1, $2)
        on conflict (ending_sequence) do nothing
        """;
}
