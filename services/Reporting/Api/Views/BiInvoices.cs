using TicketFlow.Reporting.Api.Callers;
using TicketFlow.Reporting.Api.Lists;
using static TicketFlow.Reporting.Api.Lists.CellKind;

namespace TicketFlow.Reporting.Api.Views;

/// <summary>
/// Issued invoices as views for BI tools. They read the log itself, so an invoice is there the moment it is issued; ids of invoices begin
/// with their month, so the streams' key finds them without reading others.
/// </summary>
internal static class BiInvoices
{
    private const string Log = "ticketflow.mt_events";

    private const string Issued = """
        select e.stream_id, e.version, e.seq_id, e.data ->> 'number' as number, e.data -> 'document' as document
        from ticketflow.mt_events e where e.type = 'invoice_issued' and e.stream_id >= 'invoice-0' and e.stream_id < 'invoice-a'
        """;

    private const string Credited = """
        select e.stream_id, e.seq_id, e.data, e.type = 'invoice_credited' as is_last from ticketflow.mt_events e
        where e.type in ('invoice_credited', 'invoice_partly_credited') and e.stream_id >= 'invoice-0' and e.stream_id < 'invoice-a'
        """;

    private const string InvoicesBody = $$"""
        with issued as ({{Issued}}), credited as ({{Credited}})
        select i.number, 'invoice' as kind, substr(i.stream_id, 9) as invoice_id,
          (i.document #>> '{period,from}')::date::text as period_from,
          (i.document #>> '{period,to}')::date::text as period_to, i.document ->> 'costCentre' as cost_centre,
          i.document ->> 'currency' as currency, (i.document ->> 'net')::numeric as net, (i.document ->> 'tax')::numeric as tax,
          (i.document ->> 'gross')::numeric as gross, (i.document ->> 'jobs')::int as jobs, i.document ->> 'issuedOn' as issued_on,
          i.document ->> 'dueOn' as due_on, c.data ->> 'number' as credited_by, null as corrects, i.seq_id as sequence
        from issued i left join credited c on c.stream_id = i.stream_id and c.data ->> 'invoice' = i.number and c.is_last
        union all
        select c.data ->> 'number', 'credit-note', substr(i.stream_id, 9), (i.document #>> '{period,from}')::date::text,
          (i.document #>> '{period,to}')::date::text, i.document ->> 'costCentre', i.document ->> 'currency',
          -coalesce(c.data ->> 'net', i.document ->> 'net')::numeric, -coalesce(c.data ->> 'tax', i.document ->> 'tax')::numeric,
          -coalesce(c.data ->> 'gross', i.document ->> 'gross')::numeric,
          coalesce(c.data ->> 'jobs', i.document ->> 'jobs')::int, c.data ->> 'issuedOn', null, null, i.number, c.seq_id
        from credited c join issued i on i.stream_id = c.stream_id and i.number = c.data ->> 'invoice'
        """;

    // A large invoice's lines are several events before it; the event numbers of a large line several more.
    private const string LinesBody = $$"""
        with issued as (
          select i.*, lag(i.version, 1, 0::bigint) over (partition by i.stream_id order by i.version) as before from ({{Issued}}) i),
        lines as (
          select i.number, i.stream_id, l.line, i.before, i.version from issued i
          join ticketflow.mt_events e on e.stream_id = i.stream_id and e.version > i.before and e.version < i.version
            and e.type = 'invoice_lines_frozen'
          cross join lateral jsonb_array_elements(e.data -> 'lines') l (line))
        select number, substr(stream_id, 9) as invoice_id, (line ->> 'position')::int as position, line ->> 'group' as stands_under,
          line ->> 'code' as code, line ->> 'text' as text, (line ->> 'quantity')::numeric as quantity, line ->> 'unit' as unit,
          (line ->> 'unitPrice')::numeric as unit_price, (line ->> 'amount')::numeric as amount,
          (line #>> '{tax,percent}')::numeric as tax_percent, line ->> 'tariff' as tariff,
          (line ->> 'tariffVersion')::int as tariff_version,
          line ->> 'grade' as grade, (line ->> 'jobs')::int as jobs,
          (line ->> 'events') || coalesce((
            select string_agg(',' || (m.data ->> 'events'), '' order by m.version) from ticketflow.mt_events m
            where m.stream_id = lines.stream_id and m.version > lines.before and m.version < lines.version
              and m.type = 'invoice_links_frozen' and m.data ->> 'position' = lines.line ->> 'position'), '') as events
        from lines
        """;

    public static readonly BiView Invoices = new("invoices", new Listing(
        "invoices",
        "Issued invoices, and the credit notes that take them or parts of them back with amounts below zero: a column adds up.", Log,
        "number", null, ApiRoles.Finance,
        [
            new("number", "number", Text, "Its number, without gaps in a year."),
            new("kind", "kind", Text, "invoice or credit-note."),
            new("invoiceId", "invoice_id", Text, "Month, currency and cost centre."),
            new("periodFrom", "period_from", Text, "First day billed, 2026-10-01; cast it to date."),
            new("periodTo", "period_to", Text, "Last day billed."),
            new("costCentre", "cost_centre", Text, "Who pays."),
            new("currency", "currency", Text, "ISO 4217."),
            new("net", "net", CellKind.Decimal, "Without tax."),
            new("tax", "tax", CellKind.Decimal, "Tax."),
            new("gross", "gross", CellKind.Decimal, "With tax."),
            new("jobs", "jobs", Number, "Jobs charged."),
            new("issuedOn", "issued_on", Text, "The day."),
            new("dueOn", "due_on", Text, "When it is to be paid; empty for credit notes."),
            new("creditedBy", "credited_by", Text, "Of an invoice of which nothing is left: the last credit note's number."),
            new("corrects", "corrects", Text, "Of a credit note: the invoice's number."),
            new("sequence", "sequence", Number, "The event's place in the log."),
        ]), InvoicesBody);

    public static readonly BiView Lines = new("invoice_lines", new Listing(
        "invoice_lines", "The lines of issued invoices, each with its tariff, its grade of completion and its events.", Log, "number", null,
        ApiRoles.Finance,
        [
            new("number", "number", Text, "The invoice's number."),
            new("invoiceId", "invoice_id", Text, "Month, currency and cost centre."),
            new("position", "position", Number, "From 1."),
            new("standsUnder", "stands_under", Text, "The printer, user, department or job it stands under."),
            new("code", "code", Text, "The tariff's rule."),
            new("text", "text", Text, "As printed."),
            new("quantity", "quantity", CellKind.Decimal, "How much."),
            new("unit", "unit", Text, "Of what."),
            new("unitPrice", "unit_price", CellKind.Decimal, "For one."),
            new("amount", "amount", CellKind.Decimal, "The sum of its jobs, each rounded."),
            new("taxPercent", "tax_percent", CellKind.Decimal, "Tax rate."),
            new("tariff", "tariff", Text, "By which tariff."),
            new("tariffVersion", "tariff_version", Number, "… and which version of it."),
            new("grade", "grade", Text, "How sure completion is."),
            new("jobs", "jobs", Number, "Jobs charged."),
            new("events", "events", Text, "Numbers of the outcomes' events: 1001,1004-1009; bi.outcomes.sequence and bi.charges.sequence."),
        ]), LinesBody);
}
