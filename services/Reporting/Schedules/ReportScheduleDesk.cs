using Npgsql;
using TicketFlow.EventStore;

namespace TicketFlow.Reporting.Schedules;

/// <summary>Reads and changes the schedules, and wakes the services that follow them.</summary>
internal sealed class ReportScheduleDesk(DocumentStore store)
{
    /// <summary>Services listen here.</summary>
    public const string Channel = "ticketflow_reports";

    private const int MostTries = 3;

    private ReportScheduleBook _book = ReportScheduleBook.Empty;
    private long _version;

    /// <summary>All of them; read again only when something changed. For one caller at a time.</summary>
    public async Task<ReportScheduleBook> ReadAsync(CancellationToken cancellation)
    {
        var events = store.LightweightSession().Events;
        var version = (await events.FetchStreamStateAsync(ReportScheduleEventTypes.Stream, cancellation))?.Version ?? 0;
        if (version != _version)
        {
            _book = await events.AggregateStreamAsync<ReportScheduleBook>(
                ReportScheduleEventTypes.Stream, version, cancellation: cancellation) ?? ReportScheduleBook.Empty;
            _version = version;
        }

        return _book;
    }

    /// <summary>Records what is decided; false when there was nothing to change.</summary>
    /// <exception cref="ReportRefusedException">It is refused, or others wrote at the same time, again and again.</exception>
    public async Task<bool> RecordAsync(Func<ReportScheduleBook, ReportScheduleEvent?> decide, string actor, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= MostTries; attempt++)
        {
            var session = store.LightweightSession();
            var stream = await session.Events.FetchForWriting<ReportScheduleBook>(ReportScheduleEventTypes.Stream, cancellation);
            if (decide(stream.Aggregate ?? ReportScheduleBook.Empty) is not { } fact)
            {
                return false;
            }

            session.SetHeader("actor", actor);
            stream.AppendOne(fact);
            try
            {
                await session.SaveChangesAsync(cancellation);
                await WakeAsync(cancellation);
                return true;
            }
            catch (EventStreamUnexpectedMaxEventIdException)
            {
                // Somebody else wrote in between: decide again on what is there now.
            }
            catch (AppendOutcomeUnknownException)
            {
                throw new ReportRefusedException(
                    ReportErrors.Busy, "The database broke off. See whether it is recorded (report schedule list); if not, try again.");
            }
        }

        throw new ReportRefusedException(ReportErrors.Busy, "Others changed schedules at the same time. Try again.");
    }

    private async Task WakeAsync(CancellationToken cancellation)
    {
        try
        {
            await using var wake = store.DataSource.CreateCommand($"select pg_notify('{Channel}', '')");
            await wake.ExecuteNonQueryAsync(cancellation);
        }
        catch (NpgsqlException)
        {
            // It is recorded, and services look now and then by themselves; an error would have the caller do it twice.
        }
    }
}
