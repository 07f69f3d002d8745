using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;

namespace TicketFlow.TicketServer.Support;

/// <summary>
/// POSTs a notice as JSON. <c>X-TicketFlow-Id</c> is the event's id, the same at each repetition; with a secret,
/// <c>X-TicketFlow-Signature: sha256=HEX</c> is the HMAC-SHA256 (RFC 2104) of the body. Any 2xx is a receipt; redirections are not followed.
/// </summary>
internal sealed class WebhookSender(Uri address, string? secret, HttpClient http) : INoticeSender
{
    public const string IdHeader = "X-TicketFlow-Id";
    public const string SignatureHeader = "X-TicketFlow-Signature";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task SendAsync(PendingNotice notice, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new WebhookBody(
                notice.Id, notice.At, notice.Notice.Kind, notice.Notice.Text, notice.Notice.Resource, notice.Notice.Job, notice.Notice.Causes ?? []),
            Json);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(IdHeader, notice.Id.ToString());
        if (secret is not null)
        {
            request.Headers.Add(SignatureHeader, Sign(secret, body));
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

    internal static string Sign(string secret, byte[] body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret), body));

    private sealed record WebhookBody(
        Guid Id, DateTimeOffset At, string Kind, string Text, string? Resource, string? Job, IReadOnlyList<string> Causes);
}
