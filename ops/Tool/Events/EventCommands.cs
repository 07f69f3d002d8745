using System.CommandLine;

namespace TicketFlow.Ops.Events;

/// <summary><c>events tail | export | import</c>: the whole log.</summary>
internal static class EventCommands
{
    public static Command Create()
    {
        var command = new Command("events", "The whole event log: watch it, take it out, bring it in.");
        command.Subcommands.Add(TailCommand.Create());
        command.Subcommands.Add(TransferCommands.Export());
        command.Subcommands.Add(TransferCommands.Import());
        return command;
    }
}
