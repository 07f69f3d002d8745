using System.Net.Sockets;
using System.Text;

namespace TicketFlow.Printing.Tests.Conformance;

/// <summary>Lines, counted bytes and the rest from one socket, read ahead a little.</summary>
internal sealed class PeerStream(Socket socket, Stream stream)
{
    private readonly byte[] _ahead = new byte[8 * 1024];
    private int _from;
    private int _to;

    public Socket Socket => socket;

    /// <summary>Up to the buffer's length; 0 at the end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_from == _to)
        {
            return await stream.ReadAsync(buffer, cancellationToken);
        }

        var count = Math.Min(buffer.Length, _to - _from);
        _ahead.AsMemory(_from, count).CopyTo(buffer);
        _from += count;
        return count;
    }

    /// <summary>A reader of exactly so many bytes, which gives 0 behind them.</summary>
    public Func<Memory<byte>, CancellationToken, ValueTask<int>> Exactly(long bytes)
    {
        var left = bytes;
        return async (buffer, token) =>
        {
            if (left == 0)
            {
                return 0;
            }

            var read = await ReadAsync(buffer[..(int)Math.Min(buffer.Length, left)], token);
            left -= read > 0 ? read : throw new EndOfStreamException();
            return read;
        };
    }

    public async Task<byte> ReadByteAsync(CancellationToken cancellationToken)
    {
        await FillAsync(cancellationToken);
        return _ahead[_from++];
    }

    /// <summary>Up to a line feed, which is not part of it; a carriage return in front of it neither.</summary>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (await ReadByteAsync(cancellationToken) is not (byte)'\n' and var octet)
        {
            line.Append((char)octet);
        }

        return line.ToString().TrimEnd('\r');
    }

    public async Task<byte[]> ReadExactlyAsync(int bytes, CancellationToken cancellationToken)
    {
        var content = new byte[bytes];
        var read = Exactly(bytes);
        for (var at = 0; at < bytes;)
        {
            at += await read(content.AsMemory(at), cancellationToken);
        }

        return content;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        await stream.WriteAsync(bytes, cancellationToken);

    /// <summary>Ends the conversation in its middle.</summary>
    public void End(bool reset)
    {
        if (reset)
        {
            socket.LingerState = new LingerOption(enable: true, 0);
        }

        socket.Dispose();
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_from == _to)
        {
            (_from, _to) = (0, await stream.ReadAsync(_ahead, cancellationToken));
            if (_to == 0)
            {
                throw new EndOfStreamException();
            }
        }
    }
}
