using System.Globalization;
using Npgsql;
using TicketFlow.Reporting.Invoices.Settings;
using TicketFlow.Reporting.Ledger;

namespace TicketFlow.Reporting.Invoices;

/// <summary>Whether a month is closed: it is over, and the charges know all of it. Only then may it be issued.</summary>
internal sealed class PeriodClosing(NpgsqlDataSource database)
{
    private const string Live = """
        select coalesce(p.last_seq_id, 0), p.name from ticketflow.projection_generations g
        join ticketflow.mt_event_progression p
          on p.name = g.name || case when g.generation > 1 then ':V' || g.generation else '' end || ':All'
        where g.state = 'live' and g.name = $1
        """;

    // The last event before the end is found from the end of the log backwards.
    private const string Missing = """
        select
          coalesce((select seq_id from ticketflow.mt_events where timestamp < $2 order by seq_id desc limit 1), 0),
          (select count(*) from ticketflow.parked_events p join ticketflow.mt_events e on e.seq_id = p.seq_id
           where p.shard = $3 and e.timestamp >= $1 and e.timestamp < $2)
        """;

    /// <summary>The newest event of the log that the charges know.</summary>
    public async Task<long> PositionAsync(CancellationToken cancellation) => (await LiveAsync(cancellation))?.Position ?? 0;

    /// <summary>Does nothing when the month is closed.</summary>
    /// <exception cref="InvoiceRefusedException"><c>invoice-period-open</c>, <c>invoice-charges-incomplete</c>.</exception>
    public async Task DemandClosedAsync(BillingMonth month, InvoiceSettings settings, DateTimeOffset now, CancellationToken cancellation)
    {
        var (from, to) = month.Bounds(TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone));
        var closes = to.AddHours(settings.CloseAfterHours);
        if (now < closes)
        {
            throw new InvoiceRefusedException(InvoiceErrors.PeriodOpen, string.Create(
                CultureInfo.InvariantCulture,
                    $"{month} can be issued from {closes.UtcDateTime:yyyy-MM-dd HH:mm} UTC on. Drafts can be made before."));
        }

        var (position, last, parked) = await KnownAsync(from, to, cancellation);
        if (position < last)
        {
            throw new InvoiceRefusedException(InvoiceErrors.ChargesIncomplete, string.Create(
                CultureInfo.InvariantCulture,
                $"The charges know the log up to event {position}, {month} ends with event {last}. "
                + $"See that the reporting service runs, and try again."));
        }

        if (parked > 0)
        {
            throw new InvoiceRefusedException(InvoiceErrors.ChargesIncomplete, string.Create(
                CultureInfo.InvariantCulture,
                $"{parked} events of {month} could not be read and are not in the charges (table parked_events says why). "
                + $"Mend the cause, rebuild the projection, and try again."));
        }
    }

    /// <summary>
    /// How far the ledger knows the log, the log's last event before the end, and how many events of the time were put aside.
    /// </summary>
    public async Task<(long Position, long Last, long Parked)> KnownAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var live = await LiveAsync(cancellation);
        var (last, parked) = await MissingAsync(from, to, live?.Shard ?? "", cancellation);
        return (live?.Position ?? 0, last, parked);
    }

    private async Task<(long Position, string Shard)?> LiveAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Live);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = nameof(ReportedJobs) });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? LiveRow(reader) : null;
    }

    private async Task<(long Last, long Parked)> MissingAsync(
        DateTimeOffset from, DateTimeOffset to, string shard, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Missing);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = from.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = to.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shard });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return MissingRow(reader);
    }

    private static (long, string) LiveRow(NpgsqlDataReader row) => (row.GetInt64(0), row.GetString(1));

    private static (long, long) MissingRow(NpgsqlDataReader row) => (row.GetInt64(0), row.GetInt64(1));
}
