using Microsoft.Extensions.Logging;
using Npgsql;
using TicketFlow.Delivery;
using TicketFlow.Delivery.Letters;
using TicketFlow.EventStore;
using TicketFlow.Hosting;

namespace TicketFlow.Reporting.Schedules;

/// <summary>
/// Writes the reports that are due and has them carried. It sleeps until the next one is due or somebody changes a schedule. Any number of
/// services may run it.
/// </summary>
internal sealed class ReportWorker(
    DocumentStore store, ReportLedger ledger, LetterCarrier carrier, ReportOptions options, TimeProvider clock, ILogger<ReportWorker> log)
    : ListeningWorker(store.DataSource)
{
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(10);

    private readonly ReportScheduleDesk _desk = new(store);
    private readonly Dictionary<string, (int Tries, DateTimeOffset NextAt)> _failed = new(StringComparer.Ordinal);
    private TimeSpan _sleep = ShortestSleep;

    protected override string Channel => ReportScheduleDesk.Channel;

    protected override TimeSpan LookAnyway => _sleep;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(base.ExecuteAsync(stoppingToken), carrier.RunAsync(stoppingToken));

    protected override async Task WorkAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        var book = await _desk.ReadAsync(stopping);
        var now = clock.GetUtcNow();
        var open = await ledger.OpenAsync(DueReports.Of(book, now), stopping);
        foreach (var gone in _failed.Keys.Except(open.Select(d => d.MessageName), StringComparer.Ordinal).ToList())
        {
            _failed.Remove(gone);
        }

        foreach (var due in open.Where(d => !_failed.TryGetValue(d.MessageName, out var wait) || wait.NextAt <= now))
        {
            await WriteAsync(due, stopping);
        }

        await ledger.TellUndeliveredAsync(stopping);
        // Also without a report of this pass: another service may have died with letters in hand.
        carrier.Wake();
        var next = _failed.Values.Select(f => (DateTimeOffset?)f.NextAt).Append(DueReports.NextAt(book, now)).Min();
        var sleep = next - clock.GetUtcNow() ?? options.LookEvery;
        _sleep = sleep < ShortestSleep ? ShortestSleep : sleep < options.LookEvery ? sleep : options.LookEvery;
    }

    protected override void Lost(string reason) => ReportLog.LedgerAway(log, reason);

    private async Task WriteAsync(DueReport due, CancellationToken stopping)
    {
        try
        {
            if (await ledger.WriteAsync(due, stopping))
            {
                ReportLog.Written(log, due.Schedule.Name, due.Period.Name, due.Schedule.To.Count);
                await ledger.SweepAsync(stopping);
            }

            _failed.Remove(due.MessageName);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested && IsItsOwn(e))
        {
            await PostponeAsync(due, e.Message, stopping);
        }
    }

    /// <summary>One report that cannot be made must not keep the others back.</summary>
    private async Task PostponeAsync(DueReport due, string reason, CancellationToken stopping)
    {
        var tries = _failed.GetValueOrDefault(due.MessageName).Tries + 1;
        var wait = DeliveryTry.WaitAfter(tries, options.RetryAfter, options.RetryAtMostAfter);
        _failed[due.MessageName] = (tries, clock.GetUtcNow() + wait);
        ReportLog.Postponed(log, due.Schedule.Name, due.Period.Name, tries, reason);
        if (clock.GetUtcNow() - due.At > options.LateAfter)
        {
            await ledger.TellLateAsync(due, reason, stopping);
        }
    }

    /// <summary>A refused or overlong question is the report's; a lost connection is everybody's.</summary>
    private static bool IsItsOwn(Exception e) => e is not NpgsqlException
        || e is PostgresException { SqlState: not PostgresErrorCodes.AdminShutdown } || e.InnerException is TimeoutException;
}

internal static partial class ReportLog
{
    [LoggerMessage(3100, LogLevel.Warning, "Scheduled reports cannot be read or written: {Reason}. Trying again.")]
    public static partial void LedgerAway(ILogger log, string reason);

    [LoggerMessage(3101, LogLevel.Information, "The report {Schedule} about {Period} is written, for {Receivers} receivers.")]
    public static partial void Written(ILogger log, string schedule, string period, int receivers);

    [LoggerMessage(
        3102, LogLevel.Warning, "The report {Schedule} about {Period} could not be made at try {Tries}: {Reason} It is tried again.")]
    public static partial void Postponed(ILogger log, string schedule, string period, int tries, string reason);
}
