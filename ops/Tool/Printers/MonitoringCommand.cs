using System.CommandLine;
using TicketFlow.EventStore;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.Ops.Printers;

/// <summary><c>printer monitor</c>: how the printer monitor asks one printer for its health.</summary>
internal static class MonitoringCommand
{
    private static readonly string[] Known = ["snmp", "ipp", "none"];
    private static readonly string[] Versions = ["1", "2c", "3"];

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The printer's name." };
        var protocol = new Option<string?>("--protocol") { Description = "snmp, ipp, or none: then operators say what it does." };
        var host = new Option<string?>("--host") { Description = "Another host than the one documents go to." };
        var port = new Option<int?>("--port") { Description = "Port of the protocol. Default 161 (SNMP) or 631 (IPP)." };
        var version = new Option<string?>("--version-of-snmp") { Description = "1, 2c or 3." };
        var credential = new Option<string?>("--credential")
        {
            Description = "A name in the monitor's credentials file; secrets are given nowhere else.",
        };
        var command = new Command(
            "monitor",
            "Chooses how the printer monitor asks this printer; what is left out is as the monitor's configuration says.\n\n"
            + "Examples: ticketflow-ops printer monitor hall-2 --version-of-snmp 3 --credential hq-v3\n"
            + "          ticketflow-ops printer monitor hall-2 --protocol none")
        {
            name, protocol, host, port, version, credential,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => SaveAsync(
                store,
                new MonitoringChosen(
                    parse.GetRequiredValue(name).ToLowerInvariant(), parse.GetValue(protocol), parse.GetValue(host), parse.GetValue(port),
                    parse.GetValue(version), parse.GetValue(credential)),
                token),
            cancellation));
        return command;
    }

    /// <summary>Writes the choice down, unless it stands already.</summary>
    internal static async Task<int> SaveAsync(DocumentStore store, MonitoringChosen wanted, CancellationToken cancellation)
    {
        Check(wanted);
        var session = store.LightweightSession();
        session.SetHeader("actor", "operator:" + Environment.UserName);
        var stream = await session.Events.FetchForWriting<ResourceState>(ResourceEventTypes.StreamKey(wanted.Name), cancellation);
        if (stream.Aggregate is null)
        {
            throw new OperationException(
                ExitCodes.NotFound, $"There is no printer '{wanted.Name}'. 'ticketflow-ops printer list' shows them.");
        }

        if (stream.Aggregate.Monitoring == wanted)
        {
            Console.WriteLine($"{wanted.Name}: nothing to change.");
            return ExitCodes.Ok;
        }

        stream.AppendOne(wanted);
        await session.SaveChangesAsync(cancellation);
        Console.WriteLine($"{wanted.Name}: asked as chosen from now on.");
        return ExitCodes.Ok;
    }

    private static void Check(MonitoringChosen wanted)
    {
        if (wanted.Protocol is { } protocol && !Known.Contains(protocol, StringComparer.Ordinal))
        {
            throw new OperationException(ExitCodes.Failed, $"--protocol is '{protocol}'; it must be snmp, ipp or none.");
        }

        if (wanted.Version is { } version && !Versions.Contains(version, StringComparer.Ordinal))
        {
            throw new OperationException(ExitCodes.Failed, $"--version-of-snmp is '{version}'; it must be 1, 2c or 3.");
        }

        if (wanted.Port is < 1 or > 65535)
        {
            throw new OperationException(ExitCodes.Failed, $"--port is {wanted.Port}; it must be between 1 and 65535.");
        }
    }
}
