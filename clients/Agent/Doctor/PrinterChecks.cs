using System.Net.Sockets;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Doctor;

/// <summary>
/// Whether the printers of the last jobs can be reached from here; other printers' addresses come with their first go-ahead. A
/// connection is opened and closed, nothing is sent.
/// </summary>
internal sealed class PrinterChecks(JobTable table, TimeProvider clock)
{
    private const int MostPrinters = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyList<LocalCheck>> LookAsync(LocalScope scope, CancellationToken cancellationToken)
    {
        var printers = table.List(closedToo: true)
            .Where(scope.MaySee)
            .Select(entry => entry.State)
            .Where(job => job.Address is not null)
            .Reverse()
            .DistinctBy(job => job.Printer)
            .Take(MostPrinters);
        return await Task.WhenAll(printers.Select(job => LookAtAsync(job.Printer, job.Address!, cancellationToken)));
    }

    private async Task<LocalCheck> LookAtAsync(string printer, string address, CancellationToken cancellationToken)
    {
        var name = "printer " + printer;
        if (Target(address) is not { } target)
        {
            return Check.Ok(name, $"its address {address} says nothing that can be tried");
        }

        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var connection = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await connection.ConnectAsync(target.Host, target.Port, either.Token);

            // Broken off, not ended: a printer that prints whatever comes to its end must not print an empty document.
            connection.LingerState = new LingerOption(enable: true, seconds: 0);
            return Check.Ok(name, $"{target.Host}:{target.Port} takes connections");
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return Check.Warning(
                name, $"{target.Host}:{target.Port} cannot be reached: {(e is SocketException ? e.Message : "no answer")}",
                "See that it is switched on and in the same network; move waiting jobs with 'ticketflow move JOB PRINTER'.");
        }
    }

    /// <summary>Addresses are URIs, or a host and a port with whatever the mechanism adds.</summary>
    private static (string Host, int Port)? Target(string address) =>
        Uri.TryCreate(address.Contains("://", StringComparison.Ordinal) ? address : "raw://" + address, UriKind.Absolute, out var uri)
        && uri.Host.Length > 0
            ? (uri.DnsSafeHost, uri.Port > 0 ? uri.Port : PortOf(uri.Scheme))
            : null;

    private static int PortOf(string scheme) => scheme switch { "lpd" => 515, "ipp" or "ipps" => 631, _ => 9100 };
}
