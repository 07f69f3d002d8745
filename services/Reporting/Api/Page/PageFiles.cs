using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TicketFlow.Reporting.Api.Page;

/// <summary>The finance page itself, out of the program's own file. It holds no figures and needs no token; what it asks does.</summary>
internal static class PageFiles
{
    private const string Root = "wwwroot/";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var name in typeof(PageFiles).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Root, StringComparison.Ordinal)))
        {
            routes.MapGet("/" + name[Root.Length..].Replace('\\', '/'), context => SendAsync(context, name)).ExcludeFromDescription();
        }

        routes.MapGet("/", context => SendAsync(context, Root + "index.html")).ExcludeFromDescription();
    }

    private static async Task SendAsync(HttpContext context, string name)
    {
        await using var file = typeof(PageFiles).Assembly.GetManifestResourceStream(name)!;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        context.Response.ContentType = Types[Path.GetExtension(name)];
        context.Response.ContentLength = file.Length;
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
