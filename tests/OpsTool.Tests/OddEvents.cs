using System.Globalization;

namespace OpsTool.Tests;

/// <summary>Rows of the log as no service of today writes them, in streams of their own; disposing takes them out again.</summary>
internal sealed class OddEvents(OpsSite site, string prefix) : IAsyncDisposable
{
    /// <summary>What a stream's key begins with.</summary>
    public string Prefix => prefix;

    /// <summary>The statement that stores one, under the next number, without the class's name.</summary>
    public string Insert(string stream, long version, string type, string data) => string.Create(CultureInfo.InvariantCulture, $"""
        with stream as (
            insert into ticketflow.mt_streams (id, version) values ('{prefix}{stream}', {version})
            on conflict (id) do update set version = excluded.version returning id)
        insert into ticketflow.mt_events (seq_id, id, stream_id, version, data, type)
        select nextval('ticketflow.mt_events_sequence'), gen_random_uuid(), id, {version}, '{data}'::jsonb, '{type}' from stream
        """);

    public Task StoreAsync(string stream, long version, string type, string data) =>
        site.System.Database.ExecuteAsync(Insert(stream, version, type, data));

    public async ValueTask DisposeAsync() =>
        await site.System.Database.ExecuteAsync($"delete from ticketflow.mt_streams where starts_with(id, '{prefix}')");
}
