using RabbitMQ.Client;

namespace TicketFlow.Agent.Broker;

/// <summary>Acknowledges many deliveries with one frame, beside whatever is published next: on a quiet line every packet counts.</summary>
internal sealed class AckBuffer(IChannel channel)
{
    /// <summary>Well below the prefetch count, so that the broker never waits.</summary>
    private const ulong MostHeldBack = 64;

    private ulong _handled;
    private ulong _acknowledged;

    /// <summary>The delivery was dealt with; returns whether so many are held back that they should go now.</summary>
    public bool Handled(ulong tag)
    {
        Volatile.Write(ref _handled, tag);
        return tag - Volatile.Read(ref _acknowledged) >= MostHeldBack;
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var handled = Volatile.Read(ref _handled);
        if (handled > Volatile.Read(ref _acknowledged))
        {
            Volatile.Write(ref _acknowledged, handled);
            await channel.BasicAckAsync(handled, multiple: true, cancellationToken);
        }
    }
}
