using System.CommandLine;
using System.Text.Json;
using TicketFlow.EventStore;
using TicketFlow.TicketServer.Support;

namespace TicketFlow.Ops.Support;

/// <summary><c>support list | retry</c>: what support was not told.</summary>
internal static class SupportCommands
{
    public static Command Create()
    {
        var command = new Command("support", "Notices to support (mail, webhook) that did not arrive.");
        command.Subcommands.Add(List());
        command.Subcommands.Add(Retry());
        return command;
    }

    private static Command List()
    {
        var last = new Option<int>("--last") { Description = "How many, newest first.", DefaultValueFactory = _ => 50 };
        var json = new Option<bool>("--json") { Description = "One JSON object per line." };
        var command = new Command("list", """
            Shows notices that a receiver has not got: why, how often it was tried, and when it is tried again.
            Example: ticketflow-ops support list --last 10
            """) { last, json };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ShowAsync(store, parse.GetValue(last), parse.GetValue(json), token), cancellation));
        return command;
    }

    private static Command Retry()
    {
        var notice = new Argument<string>("NOTICE") { Description = "The notice's id from 'support list', or 'all'." };
        var receiver = new Option<string?>("--receiver") { Description = "Only to this receiver; default all that have not got it." };
        var command = new Command("retry", """
            Has notices delivered again at once, also those that were given up or refused. What was delivered is not sent again.
            Example: ticketflow-ops support retry all --receiver desk
            Exit codes: 0 tried again, 3 there is nothing to deliver.
            """) { notice, receiver };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => RetryAsync(store, parse.GetRequiredValue(notice), parse.GetValue(receiver), token), cancellation));
        return command;
    }

    private static async Task<int> ShowAsync(DocumentStore store, int last, bool json, CancellationToken cancellation)
    {
        var found = await new UndeliveredNotices(store.DataSource).ListAsync(last, cancellation);
        foreach (var one in found)
        {
            Console.WriteLine(json ? JsonSerializer.Serialize(one, Operation.Json) : Line(one));
        }

        if (found.Count == 0 && !json)
        {
            Console.WriteLine("Every notice has arrived.");
        }

        return ExitCodes.Ok;
    }

    private static string Line(UndeliveredNotice one)
    {
        var next = one.NextAt is { } at ? $", next try {at.UtcDateTime:HH:mm:ss} UTC" : "; 'support retry' sends it again";
        return $"{one.Notice} {one.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} to {one.Receiver}: {one.State} after {one.Tries} tries{next}\n"
            + $"    {one.Text}\n    {one.Error}";
    }

    private static async Task<int> RetryAsync(DocumentStore store, string notice, string? receiver, CancellationToken cancellation)
    {
        Guid? id = notice == "all" ? null
            : Guid.TryParse(notice, out var parsed) ? parsed
            : throw new OperationException(
                ExitCodes.Failed, $"'{notice}' is no notice's id: take one from 'support list', or write 'all'.");
        var count = await new UndeliveredNotices(store.DataSource).RetryAsync(id, receiver, cancellation);
        if (count == 0)
        {
            throw new OperationException(ExitCodes.NotFound, "There is nothing to deliver: 'support list' shows what has not arrived.");
        }

        Console.WriteLine($"{count} deliveries are tried again now; 'support list' shows what comes of it.");
        return ExitCodes.Ok;
    }
}
