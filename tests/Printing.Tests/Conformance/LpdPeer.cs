using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace TicketFlow.Printing.Tests.Conformance;

/// <summary>A receiver of RFC 1179: a job is whole when its control file and its document are both there, whichever came first.</summary>
internal sealed class LpdPeer(PeerBehaviour behaviour, string options = "", string queue = "lp") : ConformancePeer(behaviour)
{
    private static readonly byte[] Yes = [0];
    private static readonly byte[] No = [1];
    private readonly ConcurrentQueue<string> _controlFiles = new();

    public override string Address => $"lpd://127.0.0.1:{Port}/lp{options}";

    public IReadOnlyList<string> ControlFiles => [.. _controlFiles];

    /// <summary>The subcommands of the last job, in order: 1 abort, 2 control file, 3 document.</summary>
    public ConcurrentQueue<int> Subcommands { get; } = new();

    public ConcurrentQueue<int> SourcePorts { get; } = new();

    protected override async Task ServeAsync(PeerStream stream, CancellationToken cancellationToken)
    {
        SourcePorts.Enqueue(((System.Net.IPEndPoint)stream.Socket.RemoteEndPoint!).Port);
        var known = await stream.ReadLineAsync(cancellationToken) == $"\u0002{queue}";
        await StepAsync("queue", cancellationToken);
        await stream.SendAsync(known ? Yes : No, cancellationToken);
        var (document, control) = (default(Received), default(string));
        while (known && (document is null || control is null))
        {
            var line = await stream.ReadLineAsync(cancellationToken);
            Subcommands.Enqueue(line[0]);
            if (line[0] is '\u0001')
            {
                return;
            }

            await StepAsync(line[0] is '\u0002' ? "control-file" : "document-order", cancellationToken);
            var length = long.Parse(line[1..].Split(' ')[0], CultureInfo.InvariantCulture);
            await stream.SendAsync(Yes, cancellationToken);
            if (line[0] is '\u0002')
            {
                control = Encoding.ASCII.GetString(await stream.ReadExactlyAsync((int)length, cancellationToken));
            }
            else if ((document = await TakeDocumentAsync(stream, stream.Exactly(length), cancellationToken)) is null)
            {
                return;
            }

            (await stream.ReadByteAsync(cancellationToken)).ShouldBe((byte)0);
            if (document is not null && control is not null)
            {
                _controlFiles.Enqueue(control);
                Keep(document);
                await StepAsync("confirmation", cancellationToken);
            }

            await stream.SendAsync(Yes, cancellationToken);
        }
    }
}
