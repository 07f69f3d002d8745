using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TicketFlow.Testing.Mail;

/// <summary>A mail as it arrived.</summary>
/// <param name="From">Envelope sender.</param>
/// <param name="To">Envelope recipient.</param>
/// <param name="Text">Headers and body, with CRLF.</param>
/// <param name="Secured">Whether it came over TLS.</param>
/// <param name="Account">The account that was proven, or null.</param>
public sealed record ReceivedMail(string From, string To, string Text, bool Secured, string? Account)
{
    /// <summary>A header's value, or null.</summary>
    public string? Header(string name) => Text.Split("\r\n\r\n", 2)[0].Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n")
        .FirstOrDefault(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))?[(name.Length + 2)..];

    /// <summary>The text, out of its base64.</summary>
    public string Body => Decoded(Part(0));

    /// <summary>The file that came with it, or null.</summary>
    public string? File => Boundary is null ? null : Decoded(Part(1));

    /// <summary>Name of the file that came with it, or null.</summary>
    public string? FileName => Boundary is null ? null : Part(1).Split("filename=\"", 2)[1].Split('"')[0];

    private string? Boundary => Header("Content-Type")?.Split("boundary=\"", 2) is [_, var rest] ? rest.Split('"')[0] : null;

    private string Part(int number) => Boundary is { } boundary
        ? Text.Split($"\r\n--{boundary}", StringSplitOptions.None)[number + 1]
        : Text;

    private static string Decoded(string part) => Encoding.UTF8.GetString(
        Convert.FromBase64String(part.Split("\r\n\r\n", 2)[1].Replace("\r\n", "", StringComparison.Ordinal)));
}

/// <summary>
/// A real mail server on a loopback port, as far as receiving goes (RFC 5321; STARTTLS of RFC 3207; AUTH PLAIN of RFC 4954). It can be
/// stopped and started on the same port, refuse addresses, and keep a sender waiting for its receipt.
/// </summary>
public sealed class SmtpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedMail> _mails = new();
    private LoopbackServer? _server;

    /// <summary>Port.</summary>
    public int Port { get; private set; }

    /// <summary>What has arrived completely, whether its sender got the receipt or not.</summary>
    public IReadOnlyList<ReceivedMail> Mails => [.. _mails];

    /// <summary>With a certificate it offers STARTTLS.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Demanded account and password; null takes everybody.</summary>
    public (string User, string Password)? Account { get; set; }

    /// <summary>The reply to <c>RCPT TO</c>; by default every address is good.</summary>
    public Func<string, string> Recipient { get; set; } = _ => "250 fine";

    /// <summary>The receipt after the text is given only when this is done.</summary>
    public Task Receipt { get; set; } = Task.CompletedTask;

    /// <summary>The reply to <c>QUIT</c> is given only when this is done.</summary>
    public Task Goodbye { get; set; } = Task.CompletedTask;

    /// <summary>Starts, the second time on the same port.</summary>
    public void Start()
    {
        _server = new LoopbackServer(ConverseAsync, Port);
        Port = _server.Port;
    }

    /// <summary>Ends; connections break.</summary>
    public async Task StopAsync() => await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task ConverseAsync(Socket client, CancellationToken stopping)
    {
        await using var stream = new NetworkStream(client);
        try
        {
            await new Conversation(this, stream).RunAsync(stopping);
        }
        catch (System.Security.Authentication.AuthenticationException)
        {
            // The other side does not trust the certificate.
        }
    }

    private sealed class Conversation(SmtpReceiver server, Stream stream)
    {
        private Stream _stream = stream;
        private StreamReader _reader = new(stream, Encoding.ASCII);
        private string? _account;
        private string _from = "";
        private string _to = "";

        private bool Secured => _stream is SslStream;

        public async Task RunAsync(CancellationToken stopping)
        {
            await SayAsync("220 receiver.test", stopping);
            while (await _reader.ReadLineAsync(stopping) is { } line)
            {
                var word = line.Split(' ', 2)[0].ToUpperInvariant();
                if (word == "QUIT")
                {
                    await server.Goodbye.WaitAsync(stopping);
                    await SayAsync("221 bye", stopping);
                    return;
                }

                await AnswerAsync(word, line, stopping);
            }
        }

        private Task AnswerAsync(string word, string line, CancellationToken stopping) => word switch
        {
            "EHLO" => SayAsync(
                "250-receiver.test\r\n" + (server.Certificate is not null && !Secured ? "250 STARTTLS" : "250 AUTH PLAIN"), stopping),
            "STARTTLS" => SecureAsync(stopping),
            "AUTH" => AuthenticateAsync(line.Split(' ')[^1], stopping),
            "MAIL" => SayAsync(Sender(line), stopping),
            "RCPT" => SayAsync(Recipient(line), stopping),
            "DATA" => TakeAsync(stopping),
            _ => SayAsync("500 what?", stopping),
        };

        private string Sender(string line)
        {
            _from = Address(line);
            return server.Account is not null && _account is null ? "530 who are you?" : "250 fine";
        }

        private string Recipient(string line)
        {
            _to = Address(line);
            return server.Recipient(_to);
        }

        private async Task SecureAsync(CancellationToken stopping)
        {
            await SayAsync("220 go on", stopping);
            var secure = new SslStream(_stream);
            await secure.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = server.Certificate }, stopping);
            (_stream, _reader) = (secure, new StreamReader(secure, Encoding.ASCII));
        }

        private async Task AuthenticateAsync(string secret, CancellationToken stopping)
        {
            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(secret)).Split('\0');
            var isRight = server.Account is { } account && parts is [_, var user, var password] && (user, password) == account;
            _account = isRight ? parts[1] : null;
            await SayAsync(isRight ? "235 welcome" : "535 wrong", stopping);
        }

        private async Task TakeAsync(CancellationToken stopping)
        {
            await SayAsync("354 end with a dot", stopping);
            var text = new StringBuilder();
            while (await _reader.ReadLineAsync(stopping) is { } line && line != ".")
            {
                text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
            }

            server._mails.Enqueue(new ReceivedMail(_from, _to, text.ToString(), Secured, _account));
            await server.Receipt.WaitAsync(stopping);
            await SayAsync("250 taken", stopping);
        }

        private async Task SayAsync(string reply, CancellationToken stopping) =>
            await _stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"), stopping);

        private static string Address(string line) =>
            line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
    }
}
