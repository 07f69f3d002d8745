using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using PrinterMonitor.Tests.Host;

namespace PrinterMonitor.Tests.Network;

/// <summary>What a line does to packets.</summary>
internal enum Line
{
    Good,

    /// <summary>Answers come after the first repeat of their question.</summary>
    Slow,

    /// <summary>The first copy of each question is lost: only the repeat arrives.</summary>
    Losing,

    /// <summary>Each question arrives twice, and so does each answer to each.</summary>
    Doubling,

    /// <summary>Answers wait for the end of this mode, and then come all at once: to polls that were given up.</summary>
    Holding,
}

/// <summary>A piece of network between a monitor and a device, on loopback, with faults as ordered.</summary>
internal sealed class BadLine : IAsyncDisposable
{
    private readonly UdpClient _near = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _far = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _lost = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<byte[]> _held = new();
    private readonly TimeSpan _delay;
    private readonly Task _loops;
    private IPEndPoint? _asker;
    private Line _mode;

    /// <param name="device">Where the device listens.</param>
    /// <param name="delay">How late answers are in <see cref="Line.Slow"/>.</param>
    public BadLine(IPEndPoint device, TimeSpan delay)
    {
        _delay = delay;
        _far.Connect(device);
        _loops = Task.WhenAll(AskAsync(), AnswerAsync());
    }

    public NetSnmpAgentAddress Address => new("127.0.0.1", ((IPEndPoint)_near.Client.LocalEndPoint!).Port);

    public async Task BecomeAsync(Line mode)
    {
        _mode = mode;
        while (mode != Line.Holding && _held.TryDequeue(out var late))
        {
            await _near.SendAsync(late, _asker!, _stop.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loops;
        _near.Dispose();
        _far.Dispose();
        _stop.Dispose();
    }

    private Task AskAsync() => LoopAsync(async () =>
    {
        var question = await _near.ReceiveAsync(_stop.Token);
        _asker = question.RemoteEndPoint;
        if (_mode == Line.Losing && _lost.Add(Convert.ToHexString(question.Buffer)))
        {
            return;
        }

        for (var copy = 0; copy < (_mode == Line.Doubling ? 2 : 1); copy++)
        {
            await _far.SendAsync(question.Buffer, _stop.Token);
        }
    });

    private Task AnswerAsync() => LoopAsync(async () =>
    {
        var answer = (await _far.ReceiveAsync(_stop.Token)).Buffer;
        if (_mode == Line.Holding)
        {
            _held.Enqueue(answer);
            return;
        }

        if (_mode == Line.Slow)
        {
            _ = LaterAsync(answer);
            return;
        }

        for (var copy = 0; copy < (_mode == Line.Doubling ? 2 : 1); copy++)
        {
            await _near.SendAsync(answer, _asker!, _stop.Token);
        }
    });

    private async Task LaterAsync(byte[] answer)
    {
        try
        {
            await Task.Delay(_delay, _stop.Token);
            await _near.SendAsync(answer, _asker!, _stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task LoopAsync(Func<Task> step)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await step();
            }
            catch (SocketException)
            {
                // Nobody listens at the device's port: to a network that is a packet like any other.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
