using Microsoft.Extensions.Configuration;

namespace TicketFlow.TicketServer.Support;

/// <summary>
/// Secrets, from the environment or from files that it names (<c>…_FILE</c>): <c>TICKETFLOW_SMTP_PASSWORD</c>, and per webhook
/// <c>TICKETFLOW_SUPPORT_SECRET_NAME</c> (the receiver's name in capitals, '-' as '_').
/// </summary>
internal sealed class SupportSecrets(IConfiguration configuration)
{
    public string? SmtpPassword => Read("TICKETFLOW_SMTP_PASSWORD");

    public string? OfReceiver(string name) => Read("TICKETFLOW_SUPPORT_SECRET_" + name.ToUpperInvariant().Replace('-', '_'));

    private string? Read(string name) => configuration[name] is { Length: > 0 } value ? value
        : configuration[name + "_FILE"] is { Length: > 0 } file ? File.ReadAllText(file).Trim()
        : null;
}
