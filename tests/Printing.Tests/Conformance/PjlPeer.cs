using System.Text;

namespace TicketFlow.Printing.Tests.Conformance;

/// <summary>Port 9100 of a printer that answers in PJL and says when the job is done.</summary>
/// <param name="length">Of the document: PJL does not tell where it ends.</param>
internal sealed class PjlPeer(PeerBehaviour behaviour, long length) : ConformancePeer(behaviour)
{
    private const char FormFeed = '\f';

    public override string Address => $"127.0.0.1:{Port}?pjl";

    protected override async Task ServeAsync(PeerStream stream, CancellationToken cancellationToken)
    {
        var name = (await LineWithAsync(stream, "JOB NAME", cancellationToken)).Split('"')[1];
        await SayAsync(stream, await LineWithAsync(stream, "ECHO", cancellationToken), cancellationToken);
        if (await TakeDocumentAsync(stream, stream.Exactly(length), cancellationToken) is not { } document)
        {
            return;
        }

        await LineWithAsync(stream, "EOJ", cancellationToken);
        Keep(document);
        await StepAsync("word", cancellationToken);
        await SayAsync(stream, $"@PJL USTATUS JOB\r\nEND\r\nNAME=\"{name}\"\r\nPAGES=1", cancellationToken);
    }

    private static async Task<string> LineWithAsync(PeerStream stream, string word, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await stream.ReadLineAsync(cancellationToken);
            if (line.Contains("@PJL " + word, StringComparison.Ordinal))
            {
                return line;
            }
        }
    }

    private static Task SayAsync(PeerStream stream, string answer, CancellationToken cancellationToken) =>
        stream.SendAsync(Encoding.ASCII.GetBytes($"{answer}\r\n{FormFeed}"), cancellationToken);
}
