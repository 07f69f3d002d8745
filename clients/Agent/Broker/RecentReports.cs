using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Broker;

/// <summary>
/// The newest reports of how jobs ended that the broker has confirmed. A broker that loses its data loses them with it, and the server
/// would wait for what has been said and then call the jobs interrupted. So they are said again after a connection broke; that a report
/// comes twice changes nothing (docs/protocol.md, idempotency).
/// </summary>
internal sealed class RecentReports(TimeProvider clock)
{
    private const int Most = 200;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Queue<(OutgoingMessage Report, long At)> _reports = new();
    private int _onTheirWay;

    /// <summary>The broker has confirmed a message.</summary>
    public void Note(OutgoingMessage message)
    {
        lock (_gate)
        {
            if (message.IsRepeat)
            {
                _onTheirWay--;
            }
            else if (message.Type is MessageTypes.CompletionReport or MessageTypes.TransferFailure or MessageTypes.InterruptionReport)
            {
                // Not SR1: it names no attempt, so an old one would end a later removal; CJ1 is repeated until it is answered.
                _reports.Enqueue((message with { Delivered = null }, clock.GetTimestamp()));
                ForgetOld();
            }
        }
    }

    /// <summary>All of them, to be said again; none while they still are on their way from the last time.</summary>
    public IReadOnlyList<OutgoingMessage> Repeats()
    {
        lock (_gate)
        {
            ForgetOld();
            if (_onTheirWay > 0)
            {
                return [];
            }

            _onTheirWay = _reports.Count;
            return [.. _reports.Select(known => known.Report with { IsRepeat = true })];
        }
    }

    private void ForgetOld()
    {
        while (_reports.TryPeek(out var oldest) && (_reports.Count > Most || clock.GetElapsedTime(oldest.At) > Kept))
        {
            _reports.Dequeue();
        }
    }
}
