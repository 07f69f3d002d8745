using Npgsql;
using TicketFlow.EventStore;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Reporting.Invoices;

/// <summary>Finds and lists invoices. It reads the log itself, so an invoice is there the moment it is issued.</summary>
internal sealed class InvoiceArchive(IDocumentStore store, NpgsqlDataSource database)
{
    // Ids begin with their month, so the primary key on (stream, version) finds a month without reading the others. The amounts are read
    // from
    // events without lines.
    private const string Listing = """
        select stream_id, type, data ->> 'number', d #>> '{period,from}', d ->> 'currency', (d ->> 'net')::numeric, (d ->> 'tax')::numeric,
          (d ->> 'gross')::numeric, d ->> 'issuedOn', d ->> 'costCentre', (d ->> 'jobs')::int
        from ticketflow.mt_events cross join lateral (select coalesce(data -> 'document', data)) as document (d)
        where stream_id >= $1 and stream_id < $2
          and type in ('invoice_drafted', 'invoice_draft_withdrawn', 'invoice_issued', 'invoice_partly_credited', 'invoice_credited')
        order by stream_id, version
        """;

    /// <summary>Everything of these months, by month, currency and cost centre: one row per draft, invoice and credit note.</summary>
    /// <param name="from">First month; null: from the beginning.</param>
    /// <param name="to">Last month; null: to the end.</param>
    public async Task<IReadOnlyList<InvoiceRow>> ListAsync(BillingMonth? from, BillingMonth? to, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Listing);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = InvoiceId.Prefix + (from?.ToString() ?? "0") });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = InvoiceId.Prefix + (to?.Next().ToString() ?? "a") });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var list = new InvoiceList();
        while (await reader.ReadAsync(cancellation))
        {
            list.Add(Row(reader));
        }

        return list.Rows;
    }

    /// <summary>The invoice of an id, or the invoice or credit note of a number; null when there is none.</summary>
    public async Task<FoundInvoice?> FindAsync(string idOrNumber, CancellationToken cancellation)
    {
        var session = store.LightweightSession();
        if (!InvoiceNumbering.TryParse(idOrNumber, out var year, out var value))
        {
            var state = await session.Events.AggregateStreamAsync<InvoiceState>(InvoiceId.Stream(idOrNumber), cancellation: cancellation);
            return state is null || idOrNumber.Length == 0 || !char.IsAsciiDigit(idOrNumber[0]) ? null
                : state.Draft is not null ? new FoundInvoice(idOrNumber, state, null, null)
                : new FoundInvoice(idOrNumber, state, state.Issued.LastOrDefault()?.Document, state.Issued.LastOrDefault());
        }

        // The n-th event of the year's stream gave number n.
        var taken = (await session.Events.FetchStreamAsync(InvoiceId.NumberStream(year), value, fromVersion: value,
            cancellation: cancellation))
            .Select(e => e.Data).OfType<InvoiceNumberTaken>().SingleOrDefault();
        if (taken is null || !string.Equals(taken.Number, idOrNumber, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var invoice = await session.Events.AggregateStreamAsync<InvoiceState>(InvoiceId.Stream(taken.Invoice), cancellation: cancellation);
        foreach (var issued in invoice?.Issued ?? [])
        {
            var documents = issued.CreditNotes().Select(note => note.Document).Prepend(issued.Document);
            if (documents.FirstOrDefault(document => document.Number == taken.Number) is { } found)
            {
                return new FoundInvoice(taken.Invoice, invoice!, found, issued);
            }
        }

        return null;
    }

    private static InvoiceFact Row(NpgsqlDataReader row) => new(
        row.GetString(0)[InvoiceId.Prefix.Length..], row.GetString(1), row.GetText(2), row.GetText(3), row.GetText(4), Amount(row, 5),
        Amount(row, 6), Amount(row, 7), row.GetText(8), row.GetText(9), row.GetInt(10) ?? 0);

    private static decimal Amount(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? 0 : row.GetDecimal(column);
}

/// <summary>An invoice that was looked for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">All of its life.</param>
/// <param name="Document">The document that was asked for; null for a draft, whose lines are not kept.</param>
/// <param name="Issued">The issued invoice it is or belongs to; null for a draft.</param>
internal sealed record FoundInvoice(string Id, InvoiceState State, InvoiceDocument? Document, IssuedInvoice? Issued);
