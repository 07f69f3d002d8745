using System.CommandLine;
using TicketFlow.Ops.Alerts;

namespace TicketFlow.Ops.Resources;

/// <summary><c>resource add | exclusive | queued | take-away | list</c>: what one user at a time has, by a lease (M-26).</summary>
internal static class ResourceCommands
{
    private const string Examples = """
        What one user at a time has, without a queue: a projector, a disc writer, a plotter that somebody stands beside.
        Users have it with 'ticketflow lease NAME'; who may is said as for printers ('ticketflow-ops access allow').

        Examples:
          ticketflow-ops resource add projector-1 --kind projector --longest 4h --location "Berlin, hall 2"
          ticketflow-ops resource list
          ticketflow-ops resource take-away projector-1
          ticketflow-ops resource exclusive plotter-1 --longest 2h    # a printer that has a queue so far
          ticketflow-ops resource queued plotter-1                    # back
        """;

    public static Command Create()
    {
        var command = new Command("resource", Examples);
        command.Subcommands.Add(Add());
        command.Subcommands.Add(Exclusive());
        command.Subcommands.Add(Queued());
        command.Subcommands.Add(TakeAway());
        command.Subcommands.Add(List());
        return command;
    }

    private static Argument<string> Name() => new("NAME") { Description = "The resource's name." };

    private static Option<string> Longest() => new("--longest")
    {
        Description = "The longest lease: 30m, 8h, 2d.",
        DefaultValueFactory = _ => "8h",
    };

    private static Command Add()
    {
        var (name, longest) = (Name(), Longest());
        var kind = new Option<string>("--kind") { Description = "projector, disc-writer, …", DefaultValueFactory = _ => "device" };
        var address = new Option<string>("--address") { Description = "Where it is in the network.", DefaultValueFactory = _ => "" };
        var location = new Option<string?>("--location") { Description = "Where it stands, for people." };
        var command = new Command("add", "Registers a resource that one user at a time has. Adding the same one again changes nothing.")
        {
            name, kind, longest, address, location,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ExclusiveWork.AddAsync(
                store,
                new NewResource(
                    parse.GetRequiredValue(name), parse.GetValue(kind)!, parse.GetValue(address)!, parse.GetValue(location),
                    AlertRuleAdd.Duration(parse.GetValue(longest)!)),
                token),
            cancellation));
        return command;
    }

    private static Command Exclusive()
    {
        var (name, longest) = (Name(), Longest());
        var command = new Command("exclusive", "Takes the queue away: one user at a time has it. Also changes the longest lease.")
        {
            name, longest,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ExclusiveWork.ChooseAsync(
                store, parse.GetRequiredValue(name), AlertRuleAdd.Duration(parse.GetValue(longest)!), token),
            cancellation));
        return command;
    }

    private static Command Queued()
    {
        var name = Name();
        var command = new Command("queued", "Gives it a queue (again): jobs instead of leases.") { name };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ExclusiveWork.ChooseAsync(store, parse.GetRequiredValue(name), longest: null, token), cancellation));
        return command;
    }

    private static Command TakeAway()
    {
        var name = Name();
        var command = new Command("take-away", "Ends the lease of whoever has it; his agent is told.") { name };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => LeaseTaking.RunAsync(store, parse.GetRequiredValue(name).ToLowerInvariant(), token), cancellation));
        return command;
    }

    private static Command List()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object per line, for scripts." };
        var command = new Command("list", "Lists what one user at a time has, and who has it.") { json };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ResourceList.ShowAsync(store, parse.GetValue(json), token), cancellation));
        return command;
    }
}
