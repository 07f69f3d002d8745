using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TicketFlow.EventStore;
using TicketFlow.Ops.Access;
using TicketFlow.Ops.Printers;
using TicketFlow.PrinterMonitor.Discovery;
using TicketFlow.PrinterMonitor.Snmp;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.Ops.Fleet;

/// <summary><c>discover SUBNET | list | approve | reject</c>: printers that are not in the fleet yet.</summary>
internal static class DiscoverCommands
{
    private const int RawPort = 9100;
    private const int IppPort = 631;

    public static Command Create()
    {
        var subnet = new Argument<string?>("SUBNET")
        {
            Description = "For example 192.0.2.0/24, or one address.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var communities = new Option<string[]>("--community-file")
        {
            Description = "Files with SNMP communities (v2c) to try after 'public'.",
            AllowMultipleArgumentsPerToken = true,
        };
        var access = new SnmpAccess();
        var rate = new Option<int>("--rate") { Description = "Addresses per second, 1 to 2000.", DefaultValueFactory = _ => 100 };
        var json = new Option<bool>("--json") { Description = "One JSON object per found printer." };
        var command = new Command("discover", """
            Looks for printers in a network (SNMP and IPP) and proposes those that are not in the fleet. Known devices are recognised by serial number,
            MAC address or name.

            Examples:
              ticketflow-ops discover 192.0.2.0/24
              ticketflow-ops discover 192.0.2.0/24 --credential hq-v3 labels --credentials-file /etc/ticketflow/snmp.json
              ticketflow-ops discover list
              ticketflow-ops discover approve 7 --name hall-2 --location "Berlin, hall 2"
            Exit codes: 0 done, 1 refused, 3 no such proposal, 4 database out of reach.
            """)
        {
            subnet, communities, rate, json,
        };
        access.AddTo(command);
        command.Subcommands.Add(List());
        command.Subcommands.Add(Approve());
        command.Subcommands.Add(Reject());
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => DiscoverScan.RunAsync(
                store, parse.GetValue(subnet), [.. Named(parse, access), .. OfFiles(parse.GetValue(communities) ?? [])],
                parse.GetValue(rate), parse.GetValue(json), token),
            cancellation));
        return command;
    }

    private static IEnumerable<NamedCredentials> Named(ParseResult parse, SnmpAccess access) =>
        (parse.GetValue(access.Names) ?? []).Select(name => new NamedCredentials(name, access.Find(parse, name)));

    private static IEnumerable<NamedCredentials> OfFiles(string[] files) =>
        files.Select(file => new NamedCredentials(null, new CommunityCredentials(SnmpVersion.V2c, File.ReadAllText(file).Trim())));

    public static object Json(Proposal p) => new
    {
        p.Id,
        p.State,
        p.Resource,
        p.Printer.Address,
        p.Printer.Model,
        p.Printer.Vendor,
        p.Printer.Serial,
        p.Printer.Mac,
        p.Printer.SystemName,
        p.Printer.Via,
        p.Printer.Ports,
        p.Printer.Credential,
        p.Source,
        p.LastSeen,
    };

    private static Command List()
    {
        var all = new Option<bool>("--all") { Description = "Also approved and rejected ones." };
        var json = new Option<bool>("--json") { Description = "One JSON object per line." };
        var command = new Command("list", "Lists the proposals.\n\nExample: ticketflow-ops discover list --all") { all, json };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            async (store, token) =>
            {
                await MonitorTables.DemandAsync(store.DataSource, "monitor.proposal", token);
                var proposals = await new ProposalBook(store.DataSource)
                    .ListAsync(parse.GetValue(all) ? null : ProposalStates.Proposed, token);
                var table = PolicyCommand.NewTable("id", "state", "address", "model", "serial", "name", "via", "ports", "seen (UTC)");
                foreach (var p in proposals)
                {
                    if (parse.GetValue(json))
                    {
                        PolicyCommand.WriteJson(Json(p));
                    }

                    table.AddRow([.. Cells(p).Select(Markup.Escape)]);
                }

                return PolicyCommand.Finish(table, parse.GetValue(json),
                    "No proposals. 'ticketflow-ops discover SUBNET' looks for printers.");
            },
            cancellation));
        return command;
    }

    private static Command Approve()
    {
        var id = new Argument<int>("ID") { Description = "The proposal's number." };
        var name = new Option<string?>("--name") { Description = "The printer's name. Default: the device's own." };
        var location = new Option<string?>("--location") { Description = "Where it stands; the part before ',' or '/' is its site." };
        var slots = new Option<int>("--slots") { Description = "Jobs active at once.", DefaultValueFactory = _ => 1 };
        var command = new Command(
            "approve", "Makes the proposed printer a printer, as 'printer add' does.\n\nExample: ticketflow-ops discover approve 7 --name hall-2")
        {
            id, name, location, slots,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            async (store, token) =>
            {
                var (book, proposal) = await FindAsync(store, parse.GetValue(id), token);
                var chosen = (parse.GetValue(name) ?? proposal.Printer.SuggestedName()).ToLowerInvariant();
                if (await IsTakenAsync(store, chosen, token))
                {
                    throw new OperationException(ExitCodes.Failed,
                        $"There is a printer '{chosen}' already: choose another name with --name.");
                }

                // The printer first: if this process dies in between, approving again finds it there and says so.
                var result = await PrinterCommands.SaveAsync(
                    store, chosen, now => PlaceOf(proposal.Printer, now), parse.GetValue(slots), 256L * 1024 * 1024,
                        parse.GetValue(location),
                    mustExist: false, token);
                // As it was found, it will be asked.
                var protocol = proposal.Printer.Via == FoundPrinter.ByIpp ? FoundPrinter.ByIpp : null;
                if (protocol is not null || proposal.Printer.Credential is not null)
                {
                    await MonitoringCommand.SaveAsync(
                        store, new MonitoringChosen(chosen, protocol, null, null, null, proposal.Printer.Credential), token);
                }

                await book.DecideAsync(proposal.Id, ProposalStates.Approved, chosen, Environment.UserName, token);
                return result;
            },
            cancellation));
        return command;
    }

    /// <summary>Raw where the port is open or nothing is known; else IPP, which then is.</summary>
    private static PrinterPlace PlaceOf(FoundPrinter printer, string? now) => printer.Ports.Contains(RawPort)
        || !printer.Ports.Contains(IppPort)
        ? PrinterPlace.Of($"{printer.Address}:{RawPort}", Contracts.Agents.Mechanisms.Raw, now, queue: null, pjl: false)
        : PrinterPlace.Of(printer.Address, Contracts.Agents.Mechanisms.Ipp, now, queue: null, pjl: false);

    private static Command Reject()
    {
        var id = new Argument<int>("ID") { Description = "The proposal's number." };
        var command = new Command("reject",
            "Says no: the device is not proposed again.\n\nExample: ticketflow-ops discover reject 7") { id };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            async (store, token) =>
            {
                var (book, proposal) = await FindAsync(store, parse.GetValue(id), token);
                await book.DecideAsync(proposal.Id, ProposalStates.Rejected, null, Environment.UserName, token);
                Console.WriteLine($"{proposal.Id}: rejected, {proposal.Printer.Model} at {proposal.Printer.Address}.");
                return ExitCodes.Ok;
            },
            cancellation));
        return command;
    }

    private static async Task<(ProposalBook Book, Proposal Proposal)> FindAsync(DocumentStore store, int id, CancellationToken cancellation)
    {
        await MonitorTables.DemandAsync(store.DataSource, "monitor.proposal", cancellation);
        var book = new ProposalBook(store.DataSource);
        var proposal = (await book.ListAsync(null, cancellation)).FirstOrDefault(p => p.Id == id)
            ?? throw new OperationException(ExitCodes.NotFound, $"There is no proposal {id}. 'ticketflow-ops discover list' shows them.");
        return proposal.State == ProposalStates.Approved
            ? throw new OperationException(ExitCodes.Failed, $"Proposal {id} is approved already: printer '{proposal.Resource}'.")
            : (book, proposal);
    }

    private static async Task<bool> IsTakenAsync(DocumentStore store, string name, CancellationToken cancellation)
    {
        await using var command = store.DataSource.CreateCommand("select exists (select from queue_resource where name = $1)");
        command.Parameters.Add(new() { Value = name });
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private static string[] Cells(Proposal p) =>
    [
        p.Id.ToString(CultureInfo.InvariantCulture), p.Resource is null ? p.State : $"{p.State}: {p.Resource}", p.Printer.Address,
            p.Printer.Model,
        p.Printer.Serial, p.Printer.SystemName, p.Printer.Via, string.Join(' ', p.Printer.Ports),
        p.LastSeen.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
    ];
}
