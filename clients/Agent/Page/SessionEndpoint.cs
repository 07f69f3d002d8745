using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Page;

/// <summary>Exchanges a one-time token for a session: <c>POST /api/session</c> with <c>{"token":"…"}</c>.</summary>
internal sealed class SessionEndpoint(OpenTokens tokens, PageSessions sessions)
{
    public const string Path = "/api/session";

    private const int MostBodyBytes = 1024;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(Path, BeginAsync);

    private async Task BeginAsync(HttpContext context)
    {
        var token = await TokenAsync(context);
        if (token is null || tokens.Redeem(token) is not { } user || !PeerUser.Is(context, user))
        {
            await LocalAnswers.ErrorAsync(
                context, PageErrors.TokenInvalid, "This link was used already or is too old. Run 'ticketflow open' for a new one.");
            return;
        }

        context.Response.Cookies.Append(PageGuard.CookieOf(context), sessions.Begin(user), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            MaxAge = sessions.Life,
        });
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<string?> TokenAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null or > MostBodyBytes)
        {
            return null;
        }

        try
        {
            return (await JsonSerializer.DeserializeAsync(context.Request.Body, PageJson.Default.PageToken, context.RequestAborted))?.Token;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
