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
        var version = new Option<string?>("--version") { Description = "SNMP 1, 2c or 3. Default: as chosen for the printer, else 2c." };
        version.AcceptOnlyFromAmong("1", "2c", "3");
        var community = new Option<string?>("--community-file") { Description = "A file with the community. Default: 'public'." };
        var access = new SnmpAccess();
        var command = new Command("walk", """
            Prints all that a printer says over SNMP, value by value, for support. Changes nothing.

            Examples:
              ticketflow-ops walk hall-2 > hall-2.walk
              ticketflow-ops walk 192.0.2.7 --oid 1.3.6.1.2.1.43.11
              ticketflow-ops walk 192.0.2.7:1161 --credential hq-v3 --credentials-file /etc/ticketflow/snmp.json
            Exit codes: 0 done, 1 it did not answer, 3 no such printer or credential.
            """)
        {
            name, roots, version, community,
        };
        access.AddTo(command);
        command.SetAction((parse, cancellation) => Operation.GuardAsync(async () =>
        {
            var asked = await AskedOfAsync(parse.GetRequiredValue(name), cancellation);
            var credentials = await CredentialsAsync(
                parse, access, parse.GetValue(version) ?? asked.Version, parse.GetValue(community), asked.Credential, cancellation);
            var endpoint = await EndpointOfAsync(parse.GetRequiredValue(name), asked, cancellation);
            return await WalkAsync(new SnmpTarget(endpoint, credentials), parse.GetValue(roots) is { Length: > 0 } r ? r : UsualRoots,
                cancellation);
        }));
        return command;
    }

    /// <summary>What the command says; else what was chosen for the printer; else the community 'public'.</summary>
    private static async Task<SnmpCredentials> CredentialsAsync(
        ParseResult parse, SnmpAccess access, string? version, string? communityFile, string? chosen, CancellationToken cancellation)
    {
        if (communityFile is null && (parse.GetValue(access.Names)?.FirstOrDefault() ?? chosen) is { } name)
        {
            return access.Find(parse, name, version);
        }

        if (version == "3")
        {
            throw new OperationException(ExitCodes.Failed, "Version 3 needs a user: name one of the credentials file with --credential.");
        }

        var text = communityFile is null ? "public" : (await File.ReadAllTextAsync(communityFile, cancellation)).Trim();
        return new CommunityCredentials(version == "1" ? SnmpVersion.V1 : SnmpVersion.V2c, text);
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
                throw new OperationException(ExitCodes.Failed, $"{e.Message} Is SNMP switched on, and the community or user right?");
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

    private static async Task<IPEndPoint> EndpointOfAsync(string name, Asked asked, CancellationToken cancellation)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(asked.Host, cancellation);
            return new IPEndPoint(Array.Find(addresses, a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0], asked.Port);
        }
        catch (SocketException)
        {
            throw new OperationException(ExitCodes.NotFound, $"'{name}' is no printer's name and no host that can be found.");
        }
    }

    /// <summary>A printer of ours by its name; anything else is taken for a host.</summary>
    private static async Task<Asked> AskedOfAsync(string name, CancellationToken cancellation)
    {
        Asked? found = null;
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
        return found ?? (colon > 0 && int.TryParse(name[(colon + 1)..], out var port)
            ? new Asked(name[..colon], port)
            : new Asked(name, SnmpPort));
    }

    private static async Task<Asked?> KnownAsync(DocumentStore store, string name, CancellationToken cancellation)
    {
        var hasMonitor = await MonitorTables.HasAsync(store.DataSource, "monitor.target", cancellation);
        await using var command = store.DataSource.CreateCommand(hasMonitor
            ? """
              select r.address, t.host, t.port, m.found_host, t.version, t.credential, m.configured_host from queue_resource r
              left join monitor.target t on t.resource = r.name
              left join monitor.moved m on m.resource = r.name where r.name = $1
              """
            : "select address, null, null::int, null, null, null, null from queue_resource where name = $1");
        command.Parameters.Add(new() { Value = name });
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? Endpoint(row) : null;
    }

    private static Asked Endpoint(Npgsql.NpgsqlDataReader row)
    {
        var configured = row.GetText(1) ?? DiscoverScan.HostOf(row.GetString(0));
        // Where it was found holds for as long as it is configured as it was then.
        return new Asked(
            row.GetText(6) == configured ? row.GetText(3)! : configured, row.IsDBNull(2) ? SnmpPort : row.GetInt32(2),
            row.GetText(4), row.GetText(5));
    }

    /// <summary>Who is asked, and how, as far as that was chosen.</summary>
    private sealed record Asked(string Host, int Port, string? Version = null, string? Credential = null);
}
