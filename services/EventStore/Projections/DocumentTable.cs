using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Projections;

/// <summary>A document as projected, with the version of the last event in it.</summary>
internal readonly record struct Projected<TDoc>(TDoc? Document, long Version) where TDoc : class;

/// <summary>The statements of one <c>mt_doc_…</c> table.</summary>
internal sealed class DocumentTable<TDoc>(string schema, int version) where TDoc : class
{
    private static readonly string DotNetType = typeof(TDoc).FullName ?? typeof(TDoc).Name;

    public string Name { get; } = "mt_doc_" + ShortName(typeof(TDoc)).ToLowerInvariant() + (version > 1 ? $"_{version}" : "");

    private string Table => $"{schema}.{Name}";

    public NpgsqlBatchCommand LoadCommand(string[] keys) =>
        new($"select d.id, d.data, d.mt_version from {Table} d where d.id = any($1)") { Parameters = { Texts(keys) } };

    public static async Task ReadAsync(NpgsqlDataReader reader, Dictionary<string, Projected<TDoc>> into, CancellationToken cancellation)
    {
        while (await reader.ReadAsync(cancellation))
        {
            into[reader.GetString(0)] = Decode(reader);
        }
    }

    /// <summary>Writes and deletes documents; <c>mt_version</c> never goes back.</summary>
    public void Write(IReadOnlyCollection<KeyValuePair<string, Projected<TDoc>>> documents, NpgsqlBatch batch)
    {
        // Key order: two writers of the same documents wait for each other instead of deadlocking.
        var kept = documents.Where(d => d.Value.Document is not null).OrderBy(d => d.Key, StringComparer.Ordinal).ToArray();
        string[] deleted = [.. documents.Where(d => d.Value.Document is null).Select(d => d.Key).Order(StringComparer.Ordinal)];
        if (kept.Length > 0)
        {
            batch.BatchCommands.Add(Upsert(kept));
        }

        if (deleted.Length > 0)
        {
            batch.BatchCommands.Add(new($"delete from {Table} where id = any($1)") { Parameters = { Texts(deleted) } });
        }
    }

    private NpgsqlBatchCommand Upsert(KeyValuePair<string, Projected<TDoc>>[] kept) => new($"""
        insert into {Table} as d (id, data, mt_last_modified, mt_dotnet_type, mt_version)
        select p.id, p.data, transaction_timestamp(), $4, p.version from unnest($1, $2, $3) as p(id, data, version)
        on conflict (id) do update set data = excluded.data, mt_last_modified = excluded.mt_last_modified,
            mt_dotnet_type = excluded.mt_dotnet_type, mt_version = excluded.mt_version
        """)
    {
        Parameters =
        {
            Texts([.. kept.Select(d => d.Key)]),
            new NpgsqlParameter<byte[][]>
            {
                TypedValue = [.. kept.Select(d => JsonSerializer.SerializeToUtf8Bytes(d.Value.Document!, EventJson.Options))],
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
            },
            new NpgsqlParameter<long[]> { TypedValue = [.. kept.Select(d => d.Value.Version)] },
            new NpgsqlParameter<string> { TypedValue = DotNetType, NpgsqlDbType = NpgsqlDbType.Varchar },
        },
    };

    private static Projected<TDoc> Decode(NpgsqlDataReader row) =>
        new(JsonSerializer.Deserialize<TDoc>(row.GetFieldValue<byte[]>(1), EventJson.Options), row.GetInt64(2));

    private static string ShortName(Type type) => type.DeclaringType is { } outer ? $"{ShortName(outer)}_{type.Name}" : type.Name;

    private static NpgsqlParameter Texts(string[] values) =>
        new NpgsqlParameter<string[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar };
}
