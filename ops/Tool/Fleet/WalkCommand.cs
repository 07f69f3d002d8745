using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TicketFlow.EventStore;
using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.Ops.Fleet;

/// <summary><c>walk NAME</c>: what a printer says over SNMP, raw, for support.</summary>
internal static class WalkCommand
{
    private const int SnmpPort = 161;
    private static readonly string[] UsualRoots = ["1.3.6.1.2.1.1", "1.3.6.1.2.1.25.3", "1.3.6.1.2.1.43"];

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "A printer's name, or HOST[:PORT]." };
        var roots = new Option<string[]>("--oid")
        {
            Description = "What to walk. Default: system, host's printer and Printer MIB.",
            AllowMultipleArgumentsPerToken = true,
        };
        var version = new Option<string>("--version") { Description = "SNMP 1 or 2c.", DefaultValueFactory = _ => "2c" };
        version.AcceptOnlyFromAmong("1", "2c");
        var community = new Option<string?>("--community-file") { Description = "A file with the community. Default: 'public'." };
        var command = new Command("walk", """
            Prints all that a printer says over SNMP, value by value, for support. Changes nothing.

            Examples:
              ticketflow-ops walk hall-2 > hall-2.walk
              ticketflow-ops walk 192.0.2.7 --oid 1.3.6.1.2.1.43.11
            Exit codes: 0 done, 1 it did not answer, 3 no such printer.
            """)
        {
            name, roots, version, community,
        };
        command.SetAction((parse, cancellation) => Operation.GuardAsync(async () =>
        {
            var endpoint = await EndpointOfAsync(parse.GetRequiredValue(name), cancellation);
            var text = parse.GetValue(community) is { } file ? (await File.ReadAllTextAsync(file, cancellation)).Trim() : "public";
            var credentials = new CommunityCredentials(parse.GetValue(version) == "1" ? SnmpVersion.V1 : SnmpVersion.V2c, text);
            return await WalkAsync(new SnmpTarget(endpoint, credentials), parse.GetValue(roots) is { Length: > 0 } r ? r : UsualRoots,
                cancellation);
        }));
        return command;
    }

    private static async Task<int> WalkAsync(SnmpTarget target, IReadOnlyList<string> roots, CancellationToken cancellation)
    {
        await using var snmp = new SnmpManager(TimeProvider.System);
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), bufferSize: 1 << 16);
        foreach (var root in roots)
        {
            try
            {
                await foreach (var variable in snmp.WalkAsync(target, Parse(root), cancellation))
                {
                    await output.WriteLineAsync($".{variable.Oid} = {variable.Value.Type}: {variable.Value}");
                }
            }
            catch (SnmpFailureException e)
            {
                await output.FlushAsync(cancellation);
                throw new OperationException(ExitCodes.Failed, $"{e.Message} Is SNMP switched on, and the community right?");
            }
        }

        return ExitCodes.Ok;
    }

    private static Oid Parse(string text)
    {
        try
        {
            return Oid.Parse(text.TrimStart('.'));
        }
        catch (FormatException)
        {
            throw new OperationException(ExitCodes.Failed, $"'{text}' is no object identifier: write for example 1.3.6.1.2.1.43.");
        }
    }

    /// <summary>A printer of ours by its name; anything else is taken for a host.</summary>
    private static async Task<IPEndPoint> EndpointOfAsync(string name, CancellationToken cancellation)
    {
        var (host, port) = await AddressOfAsync(name, cancellation);
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellation);
            return new IPEndPoint(Array.Find(addresses, a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0], port);
        }
        catch (SocketException)
        {
            throw new OperationException(ExitCodes.NotFound, $"'{name}' is no printer's name and no host that can be found.");
        }
    }

    private static async Task<(string Host, int Port)> AddressOfAsync(string name, CancellationToken cancellation)
    {
        (string, int)? found = null;
        if (!name.Contains(':', StringComparison.Ordinal) && !IPAddress.TryParse(name, out _))
        {
            await Operation.WithStoreAsync(
                async (store, token) =>
                {
                    found = await KnownAsync(store, name.ToLowerInvariant(), token);
                    return ExitCodes.Ok;
                },
                cancellation);
        }

        var colon = name.LastIndexOf(':');
        return found ?? (colon > 0 && int.TryParse(name[(colon + 1)..], out var port) ? (name[..colon], port) : (name, SnmpPort));
    }

    private static async Task<(string Host, int Port)?> KnownAsync(DocumentStore store, string name, CancellationToken cancellation)
    {
        var hasMonitor = await MonitorTables.HasAsync(store.DataSource, "monitor.target", cancellation);
        await using var command = store.DataSource.CreateCommand(hasMonitor
            ? """
              select r.address, t.host, t.port, h.found_host from queue_resource r
              left join monitor.target t on t.resource = r.name left join monitor.health h on h.resource = r.name where r.name = $1
              """
            : "select address, null, null::int, null from queue_resource where name = $1");
        command.Parameters.Add(new() { Value = name });
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? Endpoint(row) : null;
    }

    private static (string Host, int Port) Endpoint(Npgsql.NpgsqlDataReader row)
    {
        var address = row.GetString(0);
        var host = Uri.TryCreate(address.Contains("://", StringComparison.Ordinal) ? address : "tcp://" + address, UriKind.Absolute,
            out var uri)
            ? uri.DnsSafeHost : address;
        var chosen = row.IsDBNull(3) ? row.IsDBNull(1) ? host : row.GetString(1) : row.GetString(3);
        return (chosen, row.IsDBNull(2) ? SnmpPort : row.GetInt32(2));
    }
}
