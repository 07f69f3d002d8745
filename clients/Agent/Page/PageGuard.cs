using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Page;

/// <summary>
/// Stands before every request. Loopback is open to every program and every user of this computer and, through the browser, to every web
/// site; so: the right Host (against DNS rebinding), the right Origin and fetch site (against forged requests), a session, and on Linux a
/// connection that belongs to the session's user (a stolen cookie is of no use to another user).
/// </summary>
internal sealed class PageGuard(PageSessions sessions, ILogger<PageGuard> log)
{
    private const string UserItem = "ticketflow.page.user";
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; "
        + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>Cookies do not know ports: each agent of a computer has a name of its own.</summary>
    public static string CookieOf(HttpContext context) => $"ticketflow-{context.Connection.LocalPort}";

    /// <summary>The user of the session.</summary>
    public static string UserOf(HttpContext context) => (string)context.Items[UserItem]!;

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Protect(context.Response.Headers);
        var request = context.Request;
        var api = request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
        if (Foreign(context, api) is { } reason)
        {
            PageLog.Refused(log, reason);
            return LocalAnswers.ErrorAsync(
                context, PageErrors.Foreign, $"{reason} Open the page with 'ticketflow open', and at that address only.");
        }

        if (!api || request.Path == SessionEndpoint.Path)
        {
            return next(context);
        }

        if (sessions.UserOf(request.Cookies[CookieOf(context)]) is not { } user)
        {
            return LocalAnswers.ErrorAsync(
                context, PageErrors.SessionMissing, "There is no session here, or it has ended. Run 'ticketflow open' for a new one.");
        }

        if (!PeerUser.Is(context, user))
        {
            PageLog.Refused(log, "The connection is another user's.");
            return LocalAnswers.ErrorAsync(context, PageErrors.Foreign, "This page belongs to another user of this computer.");
        }

        context.Items[UserItem] = user;
        LocalScope.Attach(context.Items, new LocalScope(user, SeesAll: false));
        return next(context);
    }

    private static string? Foreign(HttpContext context, bool api)
    {
        var request = context.Request;
        var host = $"127.0.0.1:{context.Connection.LocalPort}";
        if (request.Headers.Host != host)
        {
            return "The request names another host.";
        }

        var origin = request.Headers.Origin.ToString();
        var safe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (origin.Length == 0 ? !safe : origin != "http://" + host)
        {
            return "The request comes from another site.";
        }

        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return api && site is not ("" or "same-origin") ? "The request comes from another site." : null;
    }

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
    }
}
