using System.CommandLine;
using TicketFlow.Ops.Projections;

namespace TicketFlow.Ops.Replay;

/// <summary>The commands that replay: the past, a second opinion, and the views filled anew.</summary>
internal static class ReplayCommands
{
    public static void AddTo(Command root)
    {
        root.Subcommands.Add(AtCommand.Create());
        root.Subcommands.Add(ReplayCommand.Create());
        root.Subcommands.Add(VerifyCommand.Create());
        root.Subcommands.Add(RebuildCommand.Create());
        root.Subcommands.Add(ProjectionsCommand.Create());
    }
}
