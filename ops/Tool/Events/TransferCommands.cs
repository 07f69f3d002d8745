using System.CommandLine;
using System.Runtime.CompilerServices;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Transfer;

namespace TicketFlow.Ops.Events;

/// <summary><c>events export | import</c>: the log as lines of JSON.</summary>
internal static class TransferCommands
{
    public static Command Export()
    {
        var (file, after, to, stream) = (
            new Argument<string>("FILE") { Description = "Where to; - is standard output." },
            new Option<long>("--from") { Description = "Only events after this number." },
            new Option<long?>("--to") { Description = "Only events up to this number." },
            new Option<string>("--stream") { Description = "Only streams whose key begins so.", DefaultValueFactory = _ => "" });
        var command = new Command(
            "export", "Writes events as lines of JSON, every column as stored.\n\nExample: ticketflow-ops events export log.ndjson")
        {
            file, after, to, stream,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ExportAsync(
                new LogTransfer(store).ExportAsync(parse.GetValue(after), parse.GetValue(to), parse.GetValue(stream)!, token),
                parse.GetRequiredValue(file), token),
            cancellation));
        return command;
    }

    public static Command Import()
    {
        var file = new Argument<string>("FILE") { Description = "Where from; - is standard input." };
        const string help = """
            Brings exported events into an empty log, all of them or none. Fill the views afterwards: ticketflow-ops rebuild queue --yes, and
            rebuild access --yes.

            Example: ticketflow-ops events import log.ndjson
            """;
        var command = new Command("import", help) { file };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ImportAsync(store, parse.GetRequiredValue(file), token), cancellation));
        return command;
    }

    private static async Task<int> ExportAsync(IAsyncEnumerable<string> lines, string file, CancellationToken cancellation)
    {
        await using var output = string.Equals(file, "-", StringComparison.Ordinal)
            ? new StreamWriter(Console.OpenStandardOutput()) : new StreamWriter(file, append: false);
        var count = 0L;
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            await output.WriteLineAsync(line.AsMemory(), cancellation);
            count++;
        }

        await Console.Error.WriteLineAsync($"{count} events written.".AsMemory(), cancellation);
        return ExitCodes.Ok;
    }

    private static async Task<int> ImportAsync(DocumentStore store, string file, CancellationToken cancellation)
    {
        try
        {
            var count = await new LogTransfer(store).ImportAsync(LinesOf(file, cancellation), cancellation: cancellation);
            Console.WriteLine($"{count} events brought in. Now: ticketflow-ops rebuild queue --yes; ticketflow-ops rebuild access --yes");
            return ExitCodes.Ok;
        }
        catch (LogTransferException e)
        {
            throw new OperationException(ExitCodes.Failed, $"{e.Message} ({e.Code})");
        }
    }

    private static async IAsyncEnumerable<string> LinesOf(string file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var input = string.Equals(file, "-", StringComparison.Ordinal)
            ? new StreamReader(Console.OpenStandardInput()) : new StreamReader(file);
        while (await input.ReadLineAsync(cancellation) is { } line)
        {
            yield return line;
        }
    }
}
