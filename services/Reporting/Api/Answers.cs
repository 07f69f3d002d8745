using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Reporting.Api;

/// <summary>Answers that are not sent again when the caller has them (RFC 9110, section 13.1.2).</summary>
internal static class Answers
{
    /// <summary>Kept by the caller alone, and asked for again each time.</summary>
    public const string Revalidate = "private, no-cache";

    /// <summary>For what never changes: issued invoices.</summary>
    public const string Forever = "private, max-age=31536000, immutable";

    /// <summary>The body with an <c>ETag</c> that follows from it; 304 when it is the one the caller has.</summary>
    public static async Task WriteAsync(HttpContext http, string contentType, ReadOnlyMemory<byte> body, string cache = Revalidate)
    {
        if (IsKnown(http, new EntityTagHeaderValue(Quoted(body.Span)), cache))
        {
            return;
        }

        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>
    /// The <c>ETag</c> of an answer too long to be looked at before it is sent: weak, by what it follows from. When the caller has it, the
    /// answer is 304 and nothing is to be sent any more.
    /// </summary>
    /// <param name="origin">Whatever the answer follows from, as text.</param>
    /// <returns>Whether the caller has it.</returns>
    public static bool IsKnown(HttpContext http, string origin) =>
        IsKnown(http, new EntityTagHeaderValue(Quoted(Encoding.UTF8.GetBytes(origin)), isWeak: true), Revalidate);

    private static bool IsKnown(HttpContext http, EntityTagHeaderValue tag, string cache)
    {
        http.Response.Headers.ETag = tag.ToString();
        http.Response.Headers.CacheControl = cache;
        http.Response.Headers.Vary = "Accept, Authorization, Cookie";
        if (!http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == "*" || known.Compare(tag, useStrongComparison: false)))
        {
            return false;
        }

        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    private static string Quoted(ReadOnlySpan<byte> what) => $"\"{Convert.ToHexStringLower(SHA256.HashData(what))[..32]}\"";

    /// <summary>
    /// The offered form the caller likes best: by the suffix of the path, else by <c>Accept</c> (RFC 9110, section 12.5.1), else the first.
    /// </summary>
    /// <exception cref="ApiProblemException">406: none of them.</exception>
    public static string Choose(HttpRequest request, string? suffix, IReadOnlyList<(string Suffix, string Type)> offered)
    {
        if (suffix is not null)
        {
            var named = offered.FirstOrDefault(o => o.Suffix == suffix);
            return named.Suffix ?? throw NotOffered(offered);
        }

        var accepted = request.GetTypedHeaders().Accept;
        if (accepted.Count == 0)
        {
            return offered[0].Suffix;
        }

        var best = offered
            .Select(o => (o.Suffix, Quality: accepted.Where(a => new MediaTypeHeaderValue(o.Type).IsSubsetOf(a))
                .OrderByDescending(a => a.MatchesAllTypes ? 0 : a.MatchesAllSubTypes ? 1 : 2).Select(a => a.Quality ?? 1).FirstOrDefault()))
            .MaxBy(o => o.Quality);
        return best.Quality > 0 ? best.Suffix : throw NotOffered(offered);
    }

    private static ApiProblemException NotOffered(IReadOnlyList<(string Suffix, string Type)> offered) => new(new ApiProblem(
        StatusCodes.Status406NotAcceptable, FinanceErrors.FormNotOffered, "Not in this form",
        $"It can be had as {string.Join(", ", offered.Select(o => $"{o.Type} (.{o.Suffix})"))}."));
}
