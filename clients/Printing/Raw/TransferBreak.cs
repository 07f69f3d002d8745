using System.Net.Sockets;

namespace TicketFlow.Printing.Raw;

/// <summary>Why and with which sentence a transfer ended badly.</summary>
internal sealed record TransferBreak(TransferFault Fault, string Text)
{
    public static TransferBreak Cancelled { get; } = new(TransferFault.Cancelled, "The transfer was broken off.");

    public static TransferBreak TooShort(TransferJob job, long read) => new(
        TransferFault.DocumentUnreadable, $"The document ended after {read} of {job.Length} bytes.");

    public static TransferBreak Stalled(TransferJob job, TimeSpan limit, long sent, string? display = null) => new(
        TransferFault.Stalled,
        $"{job.Address} took no byte for {limit.TotalSeconds:0.###} s ({sent} of {job.Length} handed over)."
        + (display is null ? "" : $" Its display says: {display}."));

    /// <summary>Sorts what the socket said by its code, never by its text.</summary>
    public static TransferBreak From(SocketException error, string address) => error.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new(TransferFault.Refused, $"{address} refuses the connection: nobody listens there."),
        SocketError.TimedOut => new(TransferFault.Timeout, $"{address} stopped answering."),
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.NotConnected =>
            new(TransferFault.Reset, $"{address} reset the connection."),
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery =>
            new(TransferFault.Unreachable, $"The name in {address} is not known."),
        _ => new(TransferFault.Unreachable, $"{address} cannot be reached ({error.SocketErrorCode})."),
    };
}
