namespace TicketFlow.EventStore.Schema;

/// <summary>
/// The tables of Marten 9, string stream identity, single tenant, with correlation, causation and headers. Names of constraints and indexes
/// are part of the format: Marten compares them, and drops columns and indexes of these tables that it does not know. So nothing of ours is
/// added here.
/// </summary>
internal static class MartenSchema
{
    public static string Sql(string schema) => $"""
        create schema if not exists {schema};
        create table if not exists {schema}.mt_streams (
            id varchar not null,
            type varchar,
            version bigint,
            timestamp timestamptz not null default now(),
            created timestamptz not null default now(),
            tenant_id varchar default '*DEFAULT*',
            is_archived boolean default false,
            constraint pkey_mt_streams_id primary key (id));
        create table if not exists {schema}.mt_events (
            seq_id bigint not null,
            id uuid not null,
            stream_id varchar,
            version bigint not null,
            data jsonb not null,
            bdata bytea,
            type varchar(500) not null,
            timestamp timestamptz not null default now(),
            tenant_id varchar default '*DEFAULT*',
            mt_dotnet_type varchar,
            correlation_id varchar,
            causation_id varchar,
            headers jsonb,
            is_archived boolean default false,
            constraint pkey_mt_events_seq_id primary key (seq_id),
            constraint fkey_mt_events_stream_id foreign key (stream_id) references {schema}.mt_streams (id) on delete cascade);
        create unique index if not exists pk_mt_events_stream_and_version on {schema}.mt_events (stream_id, version);
        create sequence if not exists {schema}.mt_events_sequence owned by {schema}.mt_events.seq_id;
        create table if not exists {schema}.mt_event_progression (
            name varchar not null,
            last_seq_id bigint,
            last_updated timestamptz default transaction_timestamp(),
            constraint pk_mt_event_progression primary key (name));
        create table if not exists {schema}.mt_high_water_skips (
            ending_sequence bigint not null,
            starting_sequence bigint not null,
            timestamp timestamptz default transaction_timestamp(),
            constraint pkey_mt_high_water_skips_ending_sequence primary key (ending_sequence));
        """;

    /// <summary>Table of a projected document; <c>id</c> is the stream key.</summary>
    public static string DocumentTable(string schema, string table) => $"""
        create table if not exists {schema}.{table} (
            id varchar not null,
            data jsonb not null,
            mt_last_modified timestamptz default transaction_timestamp(),
            mt_dotnet_type varchar,
            mt_version bigint not null default 0,
            constraint pkey_{table}_id primary key (id));
        """;
}
