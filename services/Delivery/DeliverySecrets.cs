using Microsoft.Extensions.Configuration;

namespace TicketFlow.Delivery;

/// <summary>
/// Secrets, from the environment or from files that it names (<c>…_FILE</c>): <c>TICKETFLOW_SMTP_PASSWORD</c>, and
/// <c>TICKETFLOW_ALERT_SECRET</c>, which signs web requests.
/// </summary>
public sealed class DeliverySecrets(IConfiguration configuration)
{
    public string? SmtpPassword => Read("TICKETFLOW_SMTP_PASSWORD");

    public string? Signature => Read("TICKETFLOW_ALERT_SECRET");

    private string? Read(string name) => configuration[name] is { Length: > 0 } value ? value
        : configuration[name + "_FILE"] is { Length: > 0 } file ? File.ReadAllText(file).Trim()
        : null;
}
