using System.CommandLine;

namespace TicketFlow.Ops.Replay;

/// <summary><c>at TIME queue NAME</c>, <c>at TIME job ID</c>: the past as it was (M-32).</summary>
internal static class AtCommand
{
    private const string Help = """
        Shows a queue or a job as it was at a moment: who was sending, who waited, in which order, and why.

        TIME is 10:42:07 (today, UTC) or 2026-11-21T10:42:07 (UTC), with +02:00 at the end for another zone.

        Examples:
          ticketflow-ops at 10:42:07 queue hall-2
          ticketflow-ops at 2026-11-20T23:59:00+01:00 job 7KQ2…
        """;

    public static Command Create()
    {
        var time = new Argument<string>("TIME") { Description = "The moment." };
        var json = new Option<bool>("--json") { Description = "JSON.", Recursive = true };
        var command = new Command("at", Help) { time, json };
        command.Subcommands.Add(Queue(time, json));
        command.Subcommands.Add(Job(time, json));
        return command;
    }

    private static Command Queue(Argument<string> time, Option<bool> json)
    {
        var name = new Argument<string>("PRINTER") { Description = "The printer." };
        var command = new Command("queue", "The printer and its queue as they were.") { name };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            async (store, token) =>
            {
                var moment = Moment.Parse(parse.GetRequiredValue(time), TimeProvider.System);
                var past = await PastQueue.ReadAsync(store, parse.GetRequiredValue(name).ToLowerInvariant(), moment, token);
                PastView.Show(past, parse.GetValue(json));
                return ExitCodes.Ok;
            },
            cancellation));
        return command;
    }

    private static Command Job(Argument<string> time, Option<bool> json)
    {
        var id = new Argument<string>("ID") { Description = "The job's id." };
        var command = new Command("job", "The job as it was, and its place in the queue.") { id };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            async (store, token) =>
            {
                var moment = Moment.Parse(parse.GetRequiredValue(time), TimeProvider.System);
                PastView.Show(await PastJob.ReadAsync(store, parse.GetRequiredValue(id), moment, token), parse.GetValue(json));
                return ExitCodes.Ok;
            },
            cancellation));
        return command;
    }
}
