namespace TicketFlow.Delivery;

/// <summary>The mail server. The account's password is a secret and not here.</summary>
public sealed class SmtpOptions
{
    public const string StartTls = "starttls";
    public const string Implicit = "implicit";
    public const string None = "none";

    /// <summary>Host name, or an address.</summary>
    public string Host { get; set; } = "";

    /// <summary>Port. Default 587.</summary>
    public int Port { get; set; } = 587;

    /// <summary><c>starttls</c> (default), <c>implicit</c>, or <c>none</c> for a relay on the same machine.</summary>
    public string Tls { get; set; } = StartTls;

    /// <summary>
    /// File with certificates (PEM) that are trusted for this server instead of the system's; for a certificate of the house.
    /// </summary>
    public string? TrustedCertificates { get; set; }

    /// <summary>Account; the password is the secret <c>TICKETFLOW_SMTP_PASSWORD</c>.</summary>
    public string? User { get; set; }

    /// <summary>Sender's address.</summary>
    public string From { get; set; } = "";
}
