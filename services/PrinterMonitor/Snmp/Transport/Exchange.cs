using System.Net;
using TicketFlow.PrinterMonitor.Snmp.Usm;

namespace TicketFlow.PrinterMonitor.Snmp.Transport;

internal enum ExchangeEnd
{
    Answer,

    /// <summary>A v3 engine's complaint (RFC 3414 section 3.2).</summary>
    Report,

    /// <summary>Ours by id and address, but its variables cannot be read.</summary>
    Malformed,
    Timeout,
    SendFailed,
}

internal sealed record ExchangeResult(ExchangeEnd End, SnmpPdu? Pdu = null, EngineClock? Engine = null);

/// <summary>What a report tells of the engine that sent it.</summary>
internal sealed record EngineClock(byte[] EngineId, int Boots, int Time);

/// <summary>
/// One request in flight: the packet, repeated by its timer with the same id until an answer comes or the tries are used up. An
/// answer to an earlier try is as good as one to the last.
/// </summary>
internal sealed class Exchange : IDisposable
{
    private readonly TaskCompletionSource<ExchangeResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _packet;
    private readonly UdpChannel _channel;
    private readonly SnmpCounters _counters;
    private ITimer? _timer;
    private int _attempt;

    public Exchange(int id, SnmpTarget target, UsmSession? session, byte[] packet, UdpChannel channel, SnmpCounters counters)
    {
        Id = id;
        Target = target;
        Session = session;
        Peer = target.Address.Serialize();
        _packet = packet;
        _channel = channel;
        _counters = counters;
    }

    public int Id { get; }

    public SnmpTarget Target { get; }

    /// <summary>The keys and clock the request was made with; null for v1, v2c and discovery.</summary>
    public UsmSession? Session { get; }

    public SocketAddress Peer { get; }

    public async Task<ExchangeResult> RunAsync(TimeProvider clock, CancellationToken ct)
    {
        _counters.CountSent();
        if (!_channel.TrySend(_packet, Peer))
        {
            return new ExchangeResult(ExchangeEnd.SendFailed);
        }

        _timer = clock.CreateTimer(static state => ((Exchange)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Target.Timing.WaitFor(0), Timeout.InfiniteTimeSpan);
        await using var cancelled = ct.UnsafeRegister(static (state, token) => ((Exchange)state!)._done.TrySetCanceled(token), this);
        return await _done.Task;
    }

    /// <summary>False when it had ended before: a doubled answer, or one that lost the race against the last timeout.</summary>
    public bool TryComplete(ExchangeResult result)
    {
        var first = _done.TrySetResult(result);
        if (first && result.End == ExchangeEnd.Answer)
        {
            _counters.CountAnswer();
        }

        return first;
    }

    public void Dispose() => _timer?.Dispose();

    private void OnTimer()
    {
        if (_done.Task.IsCompleted)
        {
            return;
        }

        if (_attempt >= Target.Timing.Retries)
        {
            if (TryComplete(new ExchangeResult(ExchangeEnd.Timeout)))
            {
                _counters.CountTimeout();
            }

            return;
        }

        _attempt++;
        _counters.CountResent();
        // A repeat that cannot be sent is a lost packet: the next one may get through.
        _channel.TrySend(_packet, Peer);
        try
        {
            _timer!.Change(Target.Timing.WaitFor(_attempt), Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // Answered between the check above and here.
        }
    }
}
