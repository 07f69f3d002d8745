using System.Globalization;
using TicketFlow.EventStore;
using TicketFlow.Ops.Access;
using TicketFlow.PrinterMonitor.Discovery;
using TicketFlow.PrinterMonitor.IppSource;
using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.Ops.Fleet;

/// <summary>The scan itself, with its progress.</summary>
internal static class DiscoverScan
{
    private const string KnownDevices = """
        select r.name, r.address, coalesce(h.model, ''), coalesce(h.serial, ''), coalesce(h.mac, ''), coalesce(h.system_name, ''), m.found_host
        from queue_resource r left join monitor.health h on h.resource = r.name left join monitor.moved m on m.resource = r.name
        """;

    public static async Task<int> RunAsync(
        DocumentStore store, string? subnet, IReadOnlyList<NamedCredentials> more, int rate, bool json, CancellationToken cancellation)
    {
        if (subnet is null || rate is < 1 or > 2000)
        {
            throw new OperationException(ExitCodes.Failed, subnet is null
                ? "Which network? For example: ticketflow-ops discover 192.0.2.0/24"
                : "--rate must be between 1 and 2000.");
        }

        var network = Parse(subnet);
        var options = new ScanOptions
        {
            PerSecond = rate,
            Credentials = [.. new ScanOptions().Credentials, .. more],
        };
        await MonitorTables.DemandAsync(store.DataSource, "monitor.proposal", cancellation);
        var known = await KnownAsync(store, cancellation);
        var book = new ProposalBook(store.DataSource);
        await using var snmp = new SnmpManager(TimeProvider.System);
        using var ipp = new IppHealthSource();
        var (found, fresh) = (0, 0);
        await foreach (var printer in new NetworkScan(snmp, ipp, TimeProvider.System)
            .RunAsync(network, options, Show(network.Count), cancellation))
        {
            found++;
            fresh += await TellAsync(book, known, printer, json, cancellation) ? 1 : 0;
        }

        if (!json)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{network.Count} addresses, {found} printers, {fresh} new proposals. 'ticketflow-ops discover list' shows them, 'approve ID' takes one."));
        }

        return ExitCodes.Ok;
    }

    /// <summary>Says what was found. True when it is a new proposal.</summary>
    private static async Task<bool> TellAsync(
        ProposalBook book, List<(string Name, FoundPrinter Device)> known, FoundPrinter printer, bool json, CancellationToken cancellation)
    {
        var ours = known.Find(k => k.Device.IsSameAs(printer)).Name;
        if (ours is not null)
        {
            Say($"{printer.Address}: {printer.Model} is printer '{ours}'.", json);
            return false;
        }

        var (proposal, isNew) = await book.NoteAsync(printer, "scan", TimeProvider.System.GetUtcNow(), cancellation);
        if (json)
        {
            PolicyCommand.WriteJson(DiscoverCommands.Json(proposal));
        }

        Say($"{printer.Address}: {printer.Model}, {(isNew ? "new: proposal" : proposal.State + ": proposal")} {proposal.Id}.", json);
        return isNew;
    }

    private static void Say(string line, bool json)
    {
        if (!json)
        {
            Console.WriteLine(line);
        }
    }

    /// <summary>On a terminal only, and never between the lines of a script.</summary>
    private static Action<int> Show(int count)
    {
        if (Console.IsErrorRedirected)
        {
            return _ => { };
        }

        var step = Math.Max(1, count / 100);
        return done =>
        {
            if (done % step == 0 || done == count)
            {
                Console.Error.Write(string.Create(CultureInfo.InvariantCulture,
                    $"\r{done} of {count} addresses {(done == count ? "\n" : "")}"));
            }
        };
    }

    private static Subnet Parse(string text)
    {
        try
        {
            return Subnet.Parse(text);
        }
        catch (FormatException e)
        {
            throw new OperationException(ExitCodes.Failed, e.Message);
        }
    }

    private static async Task<List<(string Name, FoundPrinter Device)>> KnownAsync(DocumentStore store, CancellationToken cancellation)
    {
        await using var command = store.DataSource.CreateCommand(KnownDevices);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var known = new List<(string, FoundPrinter)>();
        while (await row.ReadAsync(cancellation))
        {
            known.Add(Device(row));
        }

        return known;
    }

    private static (string Name, FoundPrinter Device) Device(Npgsql.NpgsqlDataReader row)
    {
        var host = row.IsDBNull(6) ? HostOf(row.GetString(1)) : row.GetString(6);
        return (row.GetString(0), new FoundPrinter(
            host, row.GetString(2), "", row.GetString(3), row.GetString(4), row.GetString(5), "", []));
    }

    /// <summary>The host of a resource's address: of a URI, or of host:port.</summary>
    public static string HostOf(string address) =>
        Uri.TryCreate(address.Contains("://", StringComparison.Ordinal) ? address : "tcp://" + address, UriKind.Absolute, out var uri)
            ? uri.DnsSafeHost : address;
}
