using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace TicketFlow.Delivery;

/// <summary>
/// POSTs letters as JSON. <c>X-TicketFlow-Id</c> is the letter's id, the same at each repetition; with a secret,
/// <c>X-TicketFlow-Signature: sha256=HEX</c> is the HMAC-SHA256 (RFC 2104) of the body. Any 2xx is a receipt; redirections are not
/// followed.
/// </summary>
public sealed class WebhookSender(Uri address, string? secret, HttpClient http) : ILetterSender
{
    public const string IdHeader = "X-TicketFlow-Id";
    public const string SignatureHeader = "X-TicketFlow-Signature";

    /// <summary>
    /// A client for senders. No redirections: a POST would become a GET, and the letter might go where nobody configured.
    /// </summary>
    public static HttpClient NewClient() => new(
        new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <inheritdoc/>
    public async Task SendAsync(Letter letter, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(letter.Json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(IdHeader, letter.Id.ToString());
        if (secret is not null)
        {
            request.Headers.Add(SignatureHeader, Sign(secret, letter.Json.Span));
        }

        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                throw new DeliveryFailedException($"the web address answered with status {(int)response.StatusCode}");
            }
        }
        catch (HttpRequestException e)
        {
            throw new DeliveryFailedException($"the web address cannot be reached ({e.HttpRequestError})", e);
        }
    }

    internal static string Sign(string secret, ReadOnlySpan<byte> body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
}
