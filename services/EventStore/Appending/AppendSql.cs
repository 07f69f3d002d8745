namespace TicketFlow.EventStore.Appending;

/// <summary>The statements of an append; arrays in, so that a transaction of any size has the same few statements.</summary>
internal sealed class AppendSql(string schema)
{
    /// <summary>Locks existing streams in key order: two writers of the same streams wait for each other instead of deadlocking.</summary>
    public string Lock { get; } =
        $"select s.id, s.version, s.is_archived from {schema}.mt_streams s where s.id = any($1) order by s.id for update";

    /// <summary>As <see cref="Lock"/>, but leaves out what another transaction holds.</summary>
    public string LockFree { get; } =
        $"select s.id, s.version, s.is_archived from {schema}.mt_streams s where s.id = any($1) order by s.id for update skip locked";

    /// <summary>
    /// Locks the streams in key order and fails (division by zero, 22012) unless all stand at the given versions. It comes before the
    /// sequence is touched, because a number taken by a transaction that rolls back is a gap in the log.
    /// </summary>
    public string Guard { get; } = $"""
        select 1 / (case when count(*) = cardinality($1) then 1 else 0 end) from (
            select 1 from unnest($1, $2) as p(id, version) join {schema}.mt_streams s on s.id = p.id
            where s.version = p.version and s.is_archived = false order by s.id for update of s) as fitting
        """;

    public string InsertStreams { get; } = $"""
        insert into {schema}.mt_streams (id, type, version, timestamp, created, tenant_id, is_archived)
        select p.id, p.type, p.version, $4, $4, '*DEFAULT*', false
        from unnest($1, $2, $3) with ordinality as p(id, type, version, ord) order by p.ord
        """;

    public string InsertFreeStreams => InsertStreams + " on conflict (id) do nothing returning id";

    public string AdvanceStreams { get; } = $"""
        update {schema}.mt_streams s set version = p.version, timestamp = $3 from unnest($1, $2) as p(id, version) where s.id = p.id
        """;

    public string InsertEvents { get; } = $"""
        insert into {schema}.mt_events
            (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type,
             correlation_id, causation_id, headers, is_archived)
        select nextval('{schema}.mt_events_sequence'), e.id, e.stream_id, e.version, e.data, e.type, $6, '*DEFAULT*', e.dotnet,
            e.correlation, e.causation, e.headers, false
        from unnest($1, $2, $3, $4, $5, $7, $8, $9, $10)
            with ordinality as e(id, stream_id, version, data, type, dotnet, correlation, causation, headers, ord)
        order by e.ord returning seq_id
        """;

    public string ArchiveStreams { get; } = $"update {schema}.mt_streams set is_archived = true where id = any($1)";

    public string ArchiveEvents { get; } = $"update {schema}.mt_events set is_archived = true where stream_id = any($1)";

    public string Notify { get; } = "select pg_notify($1, '')";
}
