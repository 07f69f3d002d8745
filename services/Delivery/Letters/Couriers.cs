namespace TicketFlow.Delivery.Letters;

/// <summary>Who brings a letter: mail for mail addresses, a web request for web addresses.</summary>
/// <param name="section">The configuration's section, for the sentence when there is no mail server.</param>
public sealed class Couriers(DeliveryOptions options, DeliverySecrets secrets, string section) : IDisposable
{
    private readonly HttpClient _http = WebhookSender.NewClient();

    /// <summary>The one for this receiver.</summary>
    public ILetterSender To(string receiver) => AddressRules.IsWeb(receiver)
        ? new WebhookSender(new Uri(receiver), secrets.Signature, _http)
        : options.Smtp.Host.Length > 0
            ? new MailSender(options.Smtp, secrets.SmtpPassword, receiver)
            : new NoMailServer(section);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private sealed class NoMailServer(string section) : ILetterSender
    {
        public Task SendAsync(Letter letter, CancellationToken cancellation) => Task.FromException(
            new DeliveryFailedException($"no mail server is configured: set {section}:Smtp:Host and {section}:Smtp:From"));
    }
}
