using TicketFlow.EventStore.Tests.Support;
using TicketFlow.Testing.Postgres;

namespace TicketFlow.EventStore.Tests.Format;

/// <summary>The tables are Marten's to the letter: it compares names, and drops columns and indexes it does not know.</summary>
public sealed class SchemaTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    [Fact]
    public async Task Columns_are_Martens()
    {
        var columns = await fixture.Database.ColumnAsync("""
            select table_name || '.' || column_name || ' ' || udt_name || coalesce('(' || character_maximum_length || ')', '')
                || case is_nullable when 'NO' then ' not null' else '' end || coalesce(' default ' || column_default, '')
            from information_schema.columns where table_schema = 'ticketflow' order by table_name, ordinal_position
            """);

        columns.ShouldBe(
        [
            "mt_event_progression.name varchar not null",
            "mt_event_progression.last_seq_id int8",
            "mt_event_progression.last_updated timestamptz default transaction_timestamp()",
            "mt_events.seq_id int8 not null",
            "mt_events.id uuid not null",
            "mt_events.stream_id varchar",
            "mt_events.version int8 not null",
            "mt_events.data jsonb not null",
            "mt_events.bdata bytea",
            "mt_events.type varchar(500) not null",
            "mt_events.timestamp timestamptz not null default now()",
            "mt_events.tenant_id varchar default '*DEFAULT*'::character varying",
            "mt_events.mt_dotnet_type varchar",
            "mt_events.correlation_id varchar",
            "mt_events.causation_id varchar",
            "mt_events.headers jsonb",
            "mt_events.is_archived bool default false",
            "mt_high_water_skips.ending_sequence int8 not null",
            "mt_high_water_skips.starting_sequence int8 not null",
            "mt_high_water_skips.timestamp timestamptz default transaction_timestamp()",
            "mt_streams.id varchar not null",
            "mt_streams.type varchar",
            "mt_streams.version int8",
            "mt_streams.timestamp timestamptz not null default now()",
            "mt_streams.created timestamptz not null default now()",
            "mt_streams.tenant_id varchar default '*DEFAULT*'::character varying",
            "mt_streams.is_archived bool default false",
        ]);
    }

    [Fact]
    public async Task Indexes_are_Martens()
    {
        var indexes = await fixture.Database.ColumnAsync(
            "select indexdef from pg_indexes where schemaname = 'ticketflow' order by indexname");

        indexes.ShouldBe(
        [
            "CREATE UNIQUE INDEX pk_mt_event_progression ON ticketflow.mt_event_progression USING btree (name)",
            "CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON ticketflow.mt_events USING btree (stream_id, version)",
            "CREATE UNIQUE INDEX pkey_mt_events_seq_id ON ticketflow.mt_events USING btree (seq_id)",
            "CREATE UNIQUE INDEX pkey_mt_high_water_skips_ending_sequence ON ticketflow.mt_high_water_skips USING btree (ending_sequence)",
            "CREATE UNIQUE INDEX pkey_mt_streams_id ON ticketflow.mt_streams USING btree (id)",
        ]);
    }

    [Fact]
    public async Task Constraints_and_the_sequence_are_Martens()
    {
        var constraints = await fixture.Database.ColumnAsync("""
            select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
            where connamespace = 'ticketflow'::regnamespace order by conname
            """);
        constraints.ShouldBe(
        [
            "fkey_mt_events_stream_id FOREIGN KEY (stream_id) REFERENCES ticketflow.mt_streams(id) ON DELETE CASCADE",
            "pk_mt_event_progression PRIMARY KEY (name)",
            "pkey_mt_events_seq_id PRIMARY KEY (seq_id)",
            "pkey_mt_high_water_skips_ending_sequence PRIMARY KEY (ending_sequence)",
            "pkey_mt_streams_id PRIMARY KEY (id)",
        ]);

        (await fixture.Database.ColumnAsync("""
            select sequencename || ' ' || start_value || ' ' || increment_by || ' ' || cache_size || ' '
                || pg_get_serial_sequence('ticketflow.mt_events', 'seq_id')
            from pg_sequences where schemaname = 'ticketflow'
            """)).ShouldBe(["mt_events_sequence 1 1 1 ticketflow.mt_events_sequence"]);
    }

    [Fact]
    public async Task Stores_that_start_together_create_the_schema_once_and_starting_again_changes_nothing()
    {
        await using var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var stores = Enumerable.Range(0, 8).Select(_ => DocumentStore.For(o =>
        {
            o.ConnectionString = database.ConnectionString;
            o.Projections.AddInline(new TotalsProjection()).AddAsync(new TicketViewProjection());
        })).ToArray();

        await Task.WhenAll(stores.Select(s => s.ApplyAllConfiguredChangesToDatabaseAsync()));
        var before = await ObjectsAsync(database);
        await stores[0].ApplyAllConfiguredChangesToDatabaseAsync();

        before.ShouldContain("mt_events");
        before.ShouldContain("test_totals");
        before.ShouldContain("mt_doc_ticketview");
        (await ObjectsAsync(database)).ShouldBe(before);
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    private static Task<IReadOnlyList<string>> ObjectsAsync(PostgresDatabase database) =>
        database.ColumnAsync("select relname from pg_class where relnamespace = 'ticketflow'::regnamespace order by relname");
}
