using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TicketFlow.Reporting.Api.Callers;

namespace TicketFlow.Reporting.Api.Page;

/// <summary>
/// Signing in: the page hands its token over once and gets it back as a cookie that no script can read and no other site can send.
/// </summary>
internal static class PageSession
{
    private const string Bearer = "Bearer ";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/session", Enter).RequireAuthorization(ApiRoles.Read).ExcludeFromDescription();
        routes.MapPost("/session/end", Leave).ExcludeFromDescription();
        routes.MapGet("/api/v1/session", (HttpContext http) => Who(http)).RequireAuthorization(ApiRoles.Read)
            .WithSummary("Whose token it is, and its role.").WithTags("session");
    }

    private static IResult Enter(HttpContext http)
    {
        // A cookie proves nobody here: only GET takes it.
        var token = http.Request.Headers.Authorization.ToString()[Bearer.Length..].Trim();
        http.Response.Cookies.Append(TokenAuthentication.Cookie, token, Rules(http));
        return Who(http);
    }

    private static IResult Leave(HttpContext http)
    {
        http.Response.Cookies.Delete(TokenAuthentication.Cookie, Rules(http));
        return Results.NoContent();
    }

    private static IResult Who(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        var role = http.User.IsInRole(ApiRoles.Finance) ? ApiRoles.Finance : ApiRoles.Read;
        return Results.Json(new { name = http.User.FindFirstValue(ClaimTypes.Name), role });
    }

    private static CookieOptions Rules(HttpContext http) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, Path = "/", IsEssential = true };
}
