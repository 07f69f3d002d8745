using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Health;
using TicketFlow.PrinterMonitor.Polling;
using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.Discovery;

/// <summary>
/// Looks for printers in a network: SNMP first (sysObjectID, then the Printer MIB), IPP where that is silent. At a bounded rate; an address
/// costs at most two SNMP packets per credential and three connection attempts when nobody is there.
/// </summary>
internal sealed class NetworkScan(SnmpManager snmp, IHealthSource ipp, TimeProvider clock)
{
    private const int RawPort = 9100;
    private const int LpdPort = 515;
    private const int WaitingAtMost = 1024;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);
    private static readonly Oid SysObjectId = Oid.Parse("1.3.6.1.2.1.1.2.0");

    private readonly PrinterReader _reader = new(snmp, QuirkTable.Embedded);

    /// <summary>Gives printers as they are found, in no order.</summary>
    /// <param name="progress">Told the number of addresses that are done.</param>
    public async IAsyncEnumerable<FoundPrinter> RunAsync(
        Subnet subnet, ScanOptions options, Action<int> progress, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var found = Channel.CreateUnbounded<FoundPrinter>();
        var scanning = ScanAsync(subnet, options, progress, found.Writer, cancellation);
        await foreach (var printer in found.Reader.ReadAllAsync(cancellation))
        {
            yield return printer;
        }

        await scanning;
    }

    private async Task ScanAsync(
        Subnet subnet, ScanOptions options, Action<int> progress, ChannelWriter<FoundPrinter> found, CancellationToken cancellation)
    {
        using var places = new SemaphoreSlim(WaitingAtMost);
        using var beat = new PeriodicTimer(Beat, clock);
        var done = 0;
        try
        {
            var probes = new List<Task>(subnet.Count);
            var due = 0.0;
            foreach (var address in subnet.Addresses())
            {
                for (; due < 1; due += options.PerSecond * Beat.TotalSeconds)
                {
                    await beat.WaitForNextTickAsync(cancellation);
                }

                due--;
                await places.WaitAsync(cancellation);
                probes.Add(OneAsync(address));
            }

            await Task.WhenAll(probes);
            found.Complete();
        }
        catch (OperationCanceledException e)
        {
            found.Complete(e);
        }

        async Task OneAsync(IPAddress address)
        {
            try
            {
                if (await LookAsync(address, options, cancellation) is { } printer)
                {
                    await found.WriteAsync(printer, cancellation);
                }
            }
            finally
            {
                places.Release();
                progress(Interlocked.Increment(ref done));
            }
        }
    }

    private async Task<FoundPrinter?> LookAsync(IPAddress address, ScanOptions options, CancellationToken cancellation)
    {
        var ports = OpenPortsAsync(address, options, cancellation);
        foreach (var (name, credentials) in options.Credentials)
        {
            var target = new SnmpTarget(new IPEndPoint(address, options.SnmpPort), credentials)
            {
                Timing = new SnmpTiming(options.Timeout, 1, 1),
            };
            if ((await snmp.GetAsync(target, [SysObjectId], cancellation)).Succeeded
                && await AskSnmpAsync(target, await ports, cancellation) is { } printer)
            {
                return printer with { Credential = name };
            }
        }

        return await AskIppAsync(address, await ports, options, cancellation);
    }

    private async Task<FoundPrinter?> AskSnmpAsync(SnmpTarget target, IReadOnlyList<int> ports, CancellationToken cancellation)
    {
        var (_, profile, reading) = await _reader.DiscoverAsync(target, cancellation);
        return profile is not null && reading is not null && IsPrinter(profile, reading)
            ? Found(target.Address.Address, profile.Identity, Protocols.Snmp, ports)
            : null;
    }

    private async Task<FoundPrinter?> AskIppAsync(IPAddress address, IReadOnlyList<int> ports, ScanOptions options,
        CancellationToken cancellation)
    {
        if (!ports.Contains(options.IppPort))
        {
            return null;
        }

        var target = new FleetTarget("", "printer", "", "", null, new HealthAddress(Protocols.Ipp, address.ToString(), options.IppPort));
        var answer = await ipp.Open(target).AskAsync(ProbeEffort.Patient, cancellation);
        return answer.Identity is { } identity ? Found(address, identity, Protocols.Ipp, ports) : null;
    }

    /// <summary>Switches and servers answer SNMP too: a printer has a row in one of the printers' tables.</summary>
    private static bool IsPrinter(DeviceProfile profile, PrinterReading reading) =>
        reading.PrinterStatus is not null || reading.ErrorState is not null || reading.Counters.Count > 0
        || profile.Supplies.Count > 0 || profile.Trays.Count > 0;

    private static FoundPrinter Found(IPAddress address, DeviceIdentity identity, string via, IReadOnlyList<int> ports) => new(
        address.ToString(), identity.Model, identity.Vendor, identity.SerialNumber, identity.MacAddress, identity.SystemName, via, ports);

    private async Task<IReadOnlyList<int>> OpenPortsAsync(IPAddress address, ScanOptions options, CancellationToken cancellation)
    {
        int[] ports = [RawPort, options.IppPort, LpdPort];
        var open = await Task.WhenAll(ports.Select(port => IsOpenAsync(address, port, options.Timeout, cancellation)));
        return [.. ports.Where((_, i) => open[i])];
    }

    private async Task<bool> IsOpenAsync(IPAddress address, int port, TimeSpan timeout, CancellationToken cancellation)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), either.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
