using System.Globalization;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Leases;

namespace TicketFlow.TicketServer.Queries;

/// <summary>One line for people per event. Pure.</summary>
public static class JobNarrator
{
    /// <summary>The line.</summary>
    public static string Tell(object @event) => @event switch
    {
        JobOpened e => $"ticket opened for {e.Domain}\\{e.User} on {e.Resource}{(e.Title is null ? "" : $": {e.Title}")}{Advice(e.Advice)}",
        JobDescribed e => $"spooled and queued, {string.Join(", ", Description(e))}",
        JobRefused e => $"refused ({e.Code}): {e.Text}",
        GoAheadIssued e => $"go-ahead {e.Attempt}: send to {e.Address} by {e.Mechanism}",
        GoAheadConfirmed e => $"go-ahead {e.Attempt} confirmed",
        GoAheadExpired e => $"go-ahead {e.Attempt} was not answered",
        TransferStarted e => $"transfer started (go-ahead {e.Attempt})",
        TransferStartFailed { RetryAt: null } e => $"the transfer could not start ({e.Code}) after {e.Tries} tries: {e.Text} Given up.",
        TransferStartFailed e =>
            $"the transfer could not start ({e.Code}) after {e.Tries} tries: {e.Text} Next try at {e.RetryAt:HH:mm:ss}.",
        ResourceCheckAsked e => $"no sign of life ({e.Reason}); the printer is checked",
        AdministratorAlerted e => $"still silent ({e.Reason}); the administrator is told",
        SlotFreed e => $"still silent ({e.Reason}); others may use the printer",
        JobSuspected e => $"the agent is silent ({e.Reason}){(e.LastSeen is { } seen ? $", last heard of at {seen:HH:mm:ss}" : "")}",
        AgentHeardAgain => "the agent is heard of again",
        TransferCompleted e => $"printed: {Bytes(e.BytesSent)} sent in {e.Milliseconds} ms ({e.Grade})",
        TransferFailed e => $"the transfer broke after {Bytes(e.BytesSent)} ({e.Code}): {e.Text}",
        TransferInterrupted e =>
            $"interrupted after {Bytes(e.BytesSent)}{(e.Reason is null ? "" : $" ({e.Reason})")}; it is not sent again by itself",
        JobCancelled { Unconfirmed: true } e => $"cancelled ({e.Code}); its agent never confirmed",
        JobCancelled { BytesSent: > 0 } e => $"cancelled ({e.Code}) after {Bytes(e.BytesSent)}",
        JobCancelled e => $"cancelled ({e.Code})",
        JobHeld e => $"held ({e.Reason})",
        JobReleased e => $"released (was held: {e.Reason})",
        JobPrioritised e => $"priority {e.Priority}",
        JobReordered { Rank: < 0 } => "promoted to the front",
        JobReordered => "lets the others go first",
        RemovalOrdered { MoveTo: { } to } => $"being stopped, to move to {to}",
        RemovalOrdered e => $"being removed ({e.Code})",
        RemovalReminded e => $"told again to stop ({e.Times})",
        JobMoved e => $"moved from {e.From} to {e.To}",
        MoveRefused e => $"the move to {e.To} was refused ({e.Code}, {e.Rule})",
        WaitChosen e => $"waits for {e.Resource}",
        ResendChosen => "sent again by choice",
        LeaseGranted e => $"leased to {e.Domain}\\{e.User} at {e.Agent} until {e.Until:yyyy-MM-dd HH:mm:ss} at the latest",
        LeaseEnded e => $"free again ({e.Reason}): {e.Domain}\\{e.User} had it for {e.To - e.From:c}",
        ExclusiveUseChosen e => $"one user at a time has it, for {TimeSpan.FromSeconds(e.LongestSeconds):c} at most",
        QueuedUseChosen => "has a queue",
        _ => @event.GetType().Name,
    };

    private static string Advice(JobAdvice? advice) => advice is null ? "" : $" ({advice.Code}: {advice.Text})";

    private static IEnumerable<string> Description(JobDescribed e) => new[]
    {
        Bytes(e.Bytes),
        e.Pages switch { null => null, 1 => "1 page", var pages => $"{pages} pages" },
        e.Copies is > 1 ? $"{e.Copies} copies" : null,
        e.Sheets switch { null => null, 1 => "1 sheet", var sheets => $"{sheets} sheets" },
        e.Sides switch { 2 => "two-sided", _ => null },
        e.Colour switch { true => "colour", false => "black and white", _ => null },
        e.Paper,
    }.OfType<string>();

    private static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000.0:0.#} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:0.#} MB"),
    };
}
