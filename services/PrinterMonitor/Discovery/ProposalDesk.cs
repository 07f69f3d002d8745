using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Npgsql;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Health;
using TicketFlow.PrinterMonitor.Fleet;

namespace TicketFlow.PrinterMonitor.Discovery;

/// <summary>
/// What agents told of becomes proposals: each device once, none that is in the fleet, and never more than operators can look at. Agents
/// are asked nothing and answered nothing; who told of a printer is believed for its address only.
/// </summary>
internal sealed class ProposalDesk(
    ProposalBook book, FleetDirectory fleet, NpgsqlDataSource database, TimeProvider clock, ILogger<ProposalDesk> log)
{
    /// <summary>Open proposals of agents; further ones are dropped until operators have decided.</summary>
    internal const int MostOpen = 500;

    private const int MostRemembered = 10_000;

    // Whole offices start their agents at nine.
    private static readonly TimeSpan NotAgainWithin = TimeSpan.FromHours(1);

    private const string IsInFleet = """
        select exists (
          select from monitor.target
          where lower(substring(address from '^(?:[a-z]+://)?([^/:]+)')) = lower($1) or lower(host) = lower($1))
        """;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _noted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Notes those that are new.</summary>
    public async Task NoteAsync(ProposePrinters seen, CancellationToken cancellation)
    {
        foreach (var printer in seen.Printers)
        {
            if (Read(printer) is { } found && IsNews(found.Address))
            {
                await NoteAsync(found, "agent:" + seen.Agent, cancellation);
            }
        }
    }

    private async Task NoteAsync(FoundPrinter found, string source, CancellationToken cancellation)
    {
        if (fleet.AtHost(found.Address).Count > 0 || await IsInFleetAsync(found.Address, cancellation))
        {
            return;
        }

        var open = await book.ListAsync(ProposalStates.Proposed, cancellation);
        if (open.Count(p => p.Printer.Via == FoundPrinter.ByAgent) >= MostOpen && !open.Any(p => p.Printer.IsSameAs(found)))
        {
            ProposalLog.TooMany(log, found.Address, source, MostOpen);
            return;
        }

        var (proposal, isNew) = await book.NoteAsync(found, source, clock.GetUtcNow(), cancellation);
        if (isNew)
        {
            ProposalLog.Proposed(log, proposal.Id, found.Address, source);
        }
    }

    private bool IsNews(string host)
    {
        var now = clock.GetUtcNow();
        if (_noted.TryGetValue(host, out var at) && now - at < NotAgainWithin)
        {
            return false;
        }

        if (_noted.Count >= MostRemembered)
        {
            _noted.Clear();
        }

        _noted[host] = now;
        return true;
    }

    private async Task<bool> IsInFleetAsync(string host, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(IsInFleet);
        command.Parameters.Add(new() { Value = host });
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>Null: nothing that could be a printer in a network.</summary>
    internal static FoundPrinter? Read(SeenPrinter? printer) =>
        Uri.TryCreate(printer?.Address, UriKind.Absolute, out var uri) && uri.Host.Length > 0 && !uri.IsLoopback
            ? new FoundPrinter(uri.DnsSafeHost, printer!.Name ?? "", "", "", "", "", FoundPrinter.ByAgent, [PortOf(uri)])
            : null;

    private static int PortOf(Uri uri) => uri.Port > 0 ? uri.Port : uri.Scheme switch { "lpd" => 515, "ipp" or "ipps" => 631, _ => 9100 };
}

internal static partial class ProposalLog
{
    [LoggerMessage(
        2900, LogLevel.Information, "Proposal {Id}: a printer at {Address}, seen by {Source}. 'ticketflow-ops discover list' shows it.")]
    public static partial void Proposed(ILogger log, int id, string address, string source);

    [LoggerMessage(
        2901, LogLevel.Warning,
        "A printer at {Address}, seen by {Source}, is not proposed: {Most} proposals of agents wait. Approve or reject some.")]
    public static partial void TooMany(ILogger log, string address, string source, int most);
}
