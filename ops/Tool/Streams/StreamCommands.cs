using System.CommandLine;
using Spectre.Console;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Reading;
using TicketFlow.Ops.Events;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.Ops.Streams;

/// <summary><c>stream show</c>: a stream, event by event (M-32).</summary>
internal static class StreamCommands
{
    public static Command Create()
    {
        var command = new Command("stream", "Event streams.");
        command.Subcommands.Add(StreamList.Create());
        command.Subcommands.Add(Show());
        return command;
    }

    private static Command Show()
    {
        var key = new Argument<string>("ID") { Description = "A stream key (job-…, resource-…) or a job id." };
        var json = new Option<bool>("--json") { Description = "One JSON object per event, with all its data." };
        var command = new Command(
            "show",
            "Shows a stream: every event with time, actor and the delay since the one before.\n\nExample: ticketflow-ops stream show resource-hall-2")
        {
            key, json,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ShowAsync(store, parse.GetRequiredValue(key), parse.GetValue(json), token), cancellation));
        return command;
    }

    private static async Task<int> ShowAsync(DocumentStore store, string id, bool json, CancellationToken cancellation)
    {
        var key = JobId.IsWellFormed(id) ? JobId.StreamKey(id) : id;
        var events = await new LogReader(store).StreamAsync(key, cancellation).ToListAsync(cancellation);
        if (events.Count == 0)
        {
            throw new OperationException(ExitCodes.NotFound, $"There is no stream '{key}'.");
        }

        if (json)
        {
            foreach (var e in events)
            {
                Console.WriteLine(EventLine.Of(e, json: true));
            }

            return ExitCodes.Ok;
        }

        AnsiConsole.Write(Table(events));
        return ExitCodes.Ok;
    }

    private static Table Table(IReadOnlyList<IEvent> events)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("#", "time (UTC)", "delay", "event", "actor", "what");
        DateTimeOffset? before = null;
        foreach (var e in events)
        {
            var delay = before is { } b ? $"+{(e.Timestamp - b).TotalMilliseconds:0} ms" : "";
            table.AddRow(
                $"{e.Version}", $"{e.Timestamp.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}",
                delay, Markup.Escape(e.EventTypeName), Markup.Escape(EventLine.ActorOf(e)), Markup.Escape(EventLine.Tell(e)));
            before = e.Timestamp;
        }

        return table;
    }
}
