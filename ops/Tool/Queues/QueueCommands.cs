using System.CommandLine;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.Ops.Queues;

/// <summary>
/// <c>queue pause | resume | drain | accept | disable | enable | stopped | works | show</c>: what an operator does to a printer's queue.
/// </summary>
internal static class QueueCommands
{
    public static Command Create()
    {
        var command = new Command("queue", "Printers' queues: hold them back, drain them, take them out of service.");
        command.Subcommands.Add(QueueView.Create());
        command.Subcommands.Add(Change("pause", "No go-aheads until resumed; jobs still queue.", n => new QueuePaused(n), s => s.Paused));
        command.Subcommands.Add(Change("resume", "Go-aheads again.", n => new QueueResumed(n), s => !s.Paused));
        command.Subcommands.Add(
            Change("drain", "Takes no new jobs; those in the queue still print.", n => new AcceptingStopped(n), s => !s.Accepting));
        command.Subcommands.Add(Change("accept", "Takes new jobs again.", n => new AcceptingStarted(n), s => s.Accepting));
        command.Subcommands.Add(Change("disable", "Takes the printer out of service.", n => new ResourceDisabled(n), s => !s.Enabled));
        command.Subcommands.Add(Change("enable", "Puts the printer back into service.", n => new ResourceEnabled(n), s => s.Enabled));
        command.Subcommands.Add(Stopped());
        command.Subcommands.Add(Change(
            "works", "Says that a stopped printer works again, as the monitor would.", n => new ResourceWorks(n, Who()),
            s => s.Health == ResourceHealth.Ok));
        return command;
    }

    private static string Who() => "operator:" + Environment.UserName;

    private static Command Stopped()
    {
        var (name, cause, text) = (
            new Argument<string>("PRINTER") { Description = "The printer." },
            new Option<string[]>("--cause")
            {
                Description =
                "IPP keyword, for example media-empty; may be repeated.",
                AllowMultipleArgumentsPerToken = true
            },
            new Option<string>("--text") { Description = "For people.", DefaultValueFactory = _ => "" });
        var command = new Command(
            "stopped", "Says that a printer does not work, as the monitor would: waiting users are asked, support is told.")
        {
            name, cause, text,
        };
        command.SetAction((parse, cancellation) => ApplyAsync(
            parse.GetRequiredValue(name), n => new ResourceStopped(n, parse.GetValue(cause) ?? [], parse.GetValue(text)!, Who()),
            s => s.Health == ResourceHealth.Stopped, "stopped", cancellation));
        return command;
    }

    private static Command Change(string verb, string description, Func<string, ResourceEvent> change, Func<ResourceState, bool> isSo)
    {
        var name = new Argument<string>("PRINTER") { Description = "The printer." };
        var command = new Command(verb, description) { name };
        command.SetAction((parse, cancellation) => ApplyAsync(parse.GetRequiredValue(name), change, isSo, verb, cancellation));
        return command;
    }

    private static Task<int> ApplyAsync(
        string givenName, Func<string, ResourceEvent> change, Func<ResourceState, bool> isSo, string verb,
            CancellationToken cancellation) =>
        Operation.WithStoreAsync(
            async (store, token) =>
            {
                var name = givenName.ToLowerInvariant();
                var session = store.LightweightSession();
                session.SetHeader("actor", Who());
                var stream = await session.Events.FetchForWriting<ResourceState>(ResourceEventTypes.StreamKey(name), token);
                if (stream.Aggregate is null)
                {
                    throw new OperationException(
                        ExitCodes.NotFound, $"There is no printer '{name}'. 'ticketflow-ops printer list' shows them.");
                }

                if (isSo(stream.Aggregate))
                {
                    Console.WriteLine($"{name}: nothing to change.");
                    return ExitCodes.Ok;
                }

                stream.AppendOne(change(name));
                await session.SaveChangesAsync(token);
                Console.WriteLine($"{name}: {verb}.");
                return ExitCodes.Ok;
            },
            cancellation);
}
