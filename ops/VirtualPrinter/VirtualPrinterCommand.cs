using System.CommandLine;
using TicketFlow.VirtualPrinter.Sink;

namespace TicketFlow.VirtualPrinter;

/// <summary>The command line of <c>ticketflow-virtual-printer</c>.</summary>
internal static class VirtualPrinterCommand
{
    private const string Description = """
        Raw TCP printers (port 9100 style) for trying out, testing and measuring. They listen on loopback only.

        Each connection is one document: NAME-000001.prn when the sender ended it in order, NAME-000001.partial when it broke off,
        and one line in DIR/index.ndjson (at, printer, port, file, bytes, sha256, complete, id). A line is on file before the
        connection is closed. NAME is --name, followed by the port when there are several.

        Examples:
          ticketflow-virtual-printer --port 9101 --directory /tmp/printer
          ticketflow-virtual-printer --port 9101 --port 9102 --directory /tmp/printers --rate 1000000 --slots 1
          ticketflow-virtual-printer --port 20000 --count 200 --directory /tmp/bench --hash-only
          ticketflow-virtual-printer --port 9101 --directory /tmp/printer --close-after 5000
        """;

    private static readonly Option<int[]> Port = new("--port") { Description = "Port; may be repeated.", Required = true };
    private static readonly Option<int> Count = new("--count")
    {
        Description = "Listen on this many ports, from the (single) --port upwards.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string> Directory = new("--directory") { Description = "Where documents go.", Required = true };
    private static readonly Option<string> Name = new("--name")
    {
        Description = "Beginning of the files' names.",
        DefaultValueFactory = _ => "printer",
    };

    private static readonly Option<bool> Keep = new("--keep") { Description = "Keep every document (the default)." };
    private static readonly Option<bool> HashOnly = new("--hash-only")
    {
        Description = "Keep no bytes, only the line in the index; reads an id from a first line '%TF-ID: …'.",
    };

    private static readonly Option<int?> Rate = new("--rate") { Description = "Bytes per second and connection." };
    private static readonly Option<int?> Slots = new("--slots") { Description = "Connections served at a time and port." };
    private static readonly Option<bool> Refuse = new("--refuse") { Description = "Refuse every connection." };
    private static readonly Option<long?> CloseAfter = new("--close-after") { Description = "Close after this many bytes." };
    private static readonly Option<long?> StallAfter = new("--stall-after") { Description = "Read nothing after this many bytes." };
    private static readonly Option<bool> Hold = new("--hold") { Description = "Accept and read nothing: --stall-after 0." };

    public static RootCommand Create()
    {
        var root = new RootCommand(Description)
        {
            Port, Count, Directory, Name, Keep, HashOnly, Rate, Slots, Refuse, CloseAfter, StallAfter, Hold,
        };
        root.Validators.Add(result =>
        {
            if (result.GetValue(Count) > 1 && result.GetValue(Port)!.Length > 1)
            {
                result.AddError("--count goes with one --port.");
            }

            if (result.GetValue(Keep) && result.GetValue(HashOnly))
            {
                result.AddError("--keep and --hash-only exclude each other.");
            }
        });
        root.SetAction((parsed, cancellationToken) => RunAsync(Read(parsed), cancellationToken));
        return root;
    }

    private static PrinterOptions Read(ParseResult parsed)
    {
        var ports = parsed.GetRequiredValue(Port);
        return new PrinterOptions
        {
            Ports = ports.Length > 1 ? ports : [.. Enumerable.Range(ports[0], parsed.GetValue(Count))],
            Directory = parsed.GetRequiredValue(Directory),
            Name = parsed.GetRequiredValue(Name),
            HashOnly = parsed.GetValue(HashOnly),
            Rate = parsed.GetValue(Rate),
            Slots = parsed.GetValue(Slots),
            Refuse = parsed.GetValue(Refuse),
            CloseAfter = parsed.GetValue(CloseAfter),
            StallAfter = parsed.GetValue(Hold) ? 0 : parsed.GetValue(StallAfter),
        };
    }

    private static async Task<int> RunAsync(PrinterOptions options, CancellationToken cancellationToken)
    {
        System.IO.Directory.CreateDirectory(options.Directory);
        await using var index = new DocumentIndex(Path.Combine(options.Directory, "index.ndjson"));
        try
        {
            await PrinterListener.RunAllAsync(options, index, TimeProvider.System, Console.Out, cancellationToken);
            return 0;
        }
        catch (System.Net.Sockets.SocketException e)
        {
            await Console.Error.WriteLineAsync($"Cannot listen: {e.Message}. Is another printer on that port?");
            return 1;
        }
    }
}
