using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace TicketFlow.Delivery;

/// <summary>A reply of a mail server (RFC 5321, section 4.2).</summary>
internal readonly record struct SmtpReply(int Code, string Text)
{
    public bool IsPositive => Code is >= 200 and < 400;

    /// <summary>5yz: the same again will fail again.</summary>
    public bool IsPermanent => Code is >= 500 and < 600;
}

/// <summary>The lines of one SMTP connection.</summary>
internal sealed class SmtpConversation : IAsyncDisposable
{
    private const int LongestReply = 64 * 1024;

    private readonly TcpClient _tcp;
    private Stream _stream;
    private StreamReader _reader;

    private SmtpConversation(TcpClient tcp)
    {
        _tcp = tcp;
        _stream = tcp.GetStream();
        _reader = new StreamReader(_stream, Encoding.ASCII);
    }

    public static async Task<SmtpConversation> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        var tcp = new TcpClient { NoDelay = true };
        try
        {
            await tcp.ConnectAsync(host, port, cancellation);
            return new SmtpConversation(tcp);
        }
        catch
        {
            tcp.Dispose();
            throw;
        }
    }

    /// <summary>
    /// From here on everything is encrypted. What the server sent before is thrown away with the old reader, as RFC 3207 demands.
    /// </summary>
    public async Task SecureAsync(SslClientAuthenticationOptions tls, CancellationToken cancellation)
    {
        var secure = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = secure;
        await secure.AuthenticateAsClientAsync(tls, cancellation);
        _reader = new StreamReader(_stream, Encoding.ASCII);
    }

    /// <summary>Sends a line and reads the reply to it.</summary>
    public async Task<SmtpReply> AskAsync(string line, CancellationToken cancellation)
    {
        await WriteAsync(line + "\r\n", cancellation);
        return await ReplyAsync(cancellation);
    }

    public async Task WriteAsync(string text, CancellationToken cancellation)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellation);
        await _stream.FlushAsync(cancellation);
    }

    /// <summary>Reads a reply of one or more lines.</summary>
    /// <exception cref="DeliveryFailedException">The server closed, or does not speak SMTP.</exception>
    public async Task<SmtpReply> ReplyAsync(CancellationToken cancellation)
    {
        var text = new StringBuilder();
        while (text.Length < LongestReply)
        {
            var line = await _reader.ReadLineAsync(cancellation)
                ?? throw new DeliveryFailedException("the mail server closed the connection");
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), out var code))
            {
                break;
            }

            text.AppendLine(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ')
            {
                return new SmtpReply(code, text.ToString().Trim());
            }
        }

        throw new DeliveryFailedException("the mail server does not speak SMTP");
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _tcp.Dispose();
    }
}
