using System.Text.Json;
using Npgsql;
using TicketFlow.EventStore.Events;
using TicketFlow.Pricing;

namespace TicketFlow.Reporting.Costs;

/// <summary>Reads and writes rows of <c>tariff_version</c>.</summary>
internal static class TariffRows
{
    private const string Select = "select name, version, document::text from tariff_version where withdrawn_by is null order by sequence";

    private const string Insert = """
        insert into tariff_version (sequence, name, version, effective_from, currency, trial, document)
        select t.sequence, t.name, t.version, t.effective_from, t.currency, t.trial, t.document::jsonb
        from unnest($1, $2, $3, $4, $5, $6, $7) as t (sequence, name, version, effective_from, currency, trial, document)
        """;

    private const string Withdraw = """
        update tariff_version t set withdrawn_by = w.sequence from unnest($1, $2, $3) as w (sequence, name, version)
        where t.name = w.name and t.version = w.version and t.withdrawn_by is null
        """;

    public static async Task<TariffBook> LoadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var book = TariffBook.Empty;
        await using var command = new NpgsqlCommand(Select, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            book = book.With(Row(reader));
        }

        return book;
    }

    public static void AddTo(NpgsqlBatch batch, IReadOnlyList<IEvent> events)
    {
        if (events.Where(e => e.Data is TariffVersionSet).Select(Version).ToList() is { Count: > 0 } versions)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Insert)
                .Longs(versions, v => v.Sequence).Texts(versions, v => v.Set.Name).Ints(versions, v => v.Set.Version)
                .Moments(versions, v => v.Tariff.EffectiveFrom).Texts(versions, v => v.Tariff.Currency).Flags(versions, v => v.Tariff.Trial)
                .Texts(versions, v => v.Set.Document.GetRawText()));
        }

        if (events.Where(e => e.Data is TariffVersionWithdrawn).ToList() is { Count: > 0 } withdrawn)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Withdraw)
                .Longs(withdrawn, e => e.Sequence).Texts(withdrawn, e => ((TariffVersionWithdrawn)e.Data).Name)
                .Ints(withdrawn, e => ((TariffVersionWithdrawn)e.Data).Version));
        }
    }

    private static (long Sequence, TariffVersionSet Set, Tariff Tariff) Version(IEvent @event)
    {
        var set = (TariffVersionSet)@event.Data;
        return (@event.Sequence, set, TariffReader.Read(set.Document, set.Version).Tariff!);
    }

    private static TariffVersionSet Row(NpgsqlDataReader reader)
    {
        using var document = JsonDocument.Parse(reader.GetString(2));
        return new TariffVersionSet(reader.GetString(0), reader.GetInt32(1), document.RootElement.Clone());
    }
}
