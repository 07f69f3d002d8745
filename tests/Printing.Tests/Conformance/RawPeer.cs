namespace TicketFlow.Printing.Tests.Conformance;

/// <summary>Port 9100: all there is until the sender's end is the document.</summary>
internal sealed class RawPeer(PeerBehaviour behaviour) : ConformancePeer(behaviour)
{
    public override string Address => $"127.0.0.1:{Port}";

    protected override async Task ServeAsync(PeerStream stream, CancellationToken cancellationToken)
    {
        if (await TakeDocumentAsync(stream, stream.ReadAsync, cancellationToken) is { Bytes: > 0 } document)
        {
            Keep(document);
            await StepAsync("end", cancellationToken);
        }
    }
}
