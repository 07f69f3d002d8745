using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TicketFlow.Delivery;

/// <summary>Sends letters as mail: SMTP (RFC 5321) with STARTTLS (RFC 3207) or implicit TLS (RFC 8314), AUTH PLAIN (RFC 4954).</summary>
public sealed class MailSender(SmtpOptions options, string? password, string to) : ILetterSender
{
    /// <inheritdoc/>
    public async Task SendAsync(Letter letter, CancellationToken cancellation)
    {
        try
        {
            await using var smtp = await SmtpConversation.ConnectAsync(options.Host, options.Port, cancellation);
            await OpenAsync(smtp, cancellation);
            await DeliverAsync(smtp, MailText.Write(letter, options.From, to), cancellation);
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException)
        {
            throw new DeliveryFailedException($"the mail server cannot be reached: {e.Message}", e);
        }
    }

    private async Task OpenAsync(SmtpConversation smtp, CancellationToken cancellation)
    {
        if (options.Tls == SmtpOptions.Implicit)
        {
            await smtp.SecureAsync(Tls(), cancellation);
        }

        Demand(await smtp.ReplyAsync(cancellation), "the greeting");
        var capabilities = await HelloAsync(smtp, cancellation);
        if (options.Tls == SmtpOptions.StartTls)
        {
            if (!Offers(capabilities, "STARTTLS"))
            {
                throw new DeliveryFailedException("the mail server does not offer STARTTLS, and Smtp:Tls demands it");
            }

            Demand(await smtp.AskAsync("STARTTLS", cancellation), "STARTTLS");
            await smtp.SecureAsync(Tls(), cancellation);
            await HelloAsync(smtp, cancellation);
        }

        if (options.User is { } user)
        {
            var secret = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}"));
            Demand(await smtp.AskAsync("AUTH PLAIN " + secret, cancellation), "the account");
        }
    }

    private async Task DeliverAsync(SmtpConversation smtp, string message, CancellationToken cancellation)
    {
        Demand(await smtp.AskAsync($"MAIL FROM:<{options.From}>", cancellation), "the sender");
        Accept(await smtp.AskAsync($"RCPT TO:<{to}>", cancellation), "the address");
        Demand(await smtp.AskAsync("DATA", cancellation), "DATA");
        // No line of MailText begins with a dot, so none has to be doubled (RFC 5321, section 4.5.2).
        await smtp.WriteAsync(message + ".\r\n", cancellation);
        Accept(await smtp.ReplyAsync(cancellation), "the message");
        try
        {
            await smtp.AskAsync("QUIT", cancellation);
        }
        catch (Exception e) when (e is IOException or DeliveryFailedException or OperationCanceledException)
        {
            // It has the message; how it says goodbye, or whether it does in time, does not matter.
        }
    }

    private static async Task<string> HelloAsync(SmtpConversation smtp, CancellationToken cancellation)
    {
        var reply = await smtp.AskAsync("EHLO " + OwnName(), cancellation);
        Demand(reply, "EHLO");
        return reply.Text;
    }

    private static string OwnName() =>
        Dns.GetHostName() is var name && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-') ? name : "[127.0.0.1]";

    private static bool Offers(string capabilities, string name) =>
        capabilities.Split('\n').Any(line => string.Equals(line.Trim().Split(' ')[0], name, StringComparison.OrdinalIgnoreCase));

    private static void Demand(SmtpReply reply, string what)
    {
        if (!reply.IsPositive)
        {
            throw new DeliveryFailedException($"the mail server refused {what}: {reply.Code} {reply.Text}");
        }
    }

    /// <summary>A permanent refusal of address or message will not change by trying.</summary>
    private static void Accept(SmtpReply reply, string what)
    {
        if (reply.IsPermanent)
        {
            throw new LetterRefusedException($"the mail server refused {what} for good: {reply.Code} {reply.Text}");
        }

        Demand(reply, what);
    }

    private SslClientAuthenticationOptions Tls()
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = options.Host };
        if (options.TrustedCertificates is { } file)
        {
            var policy =
                new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(file);
            tls.CertificateChainPolicy = policy;
        }

        return tls;
    }
}
