using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TicketFlow.Web;

/// <summary>
/// A page's files, out of the program's own file: its <c>wwwroot</c> and what the pages share. They hold nothing that is anybody's, so they
/// need no session. Compiled into each program that has a page.
/// </summary>
internal static class PageFiles
{
    private const string Root = "wwwroot/";
    private const string Page = ".html";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Page] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    /// <summary>Maps each file; a page also without its ending, and the page <c>index</c> as the root.</summary>
    /// <param name="headers">What goes with each file.</param>
    public static void Map(IEndpointRouteBuilder routes, Action<IHeaderDictionary>? headers = null)
    {
        foreach (var name in typeof(PageFiles).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Root, StringComparison.Ordinal)))
        {
            var path = name[Root.Length..].Replace('\\', '/');
            RequestDelegate send = context => SendAsync(context, name, headers);
            routes.MapGet("/" + path, send);
            if (path.EndsWith(Page, StringComparison.Ordinal))
            {
                routes.MapGet("/" + (path == "index" + Page ? "" : path[..^Page.Length]), send);
            }
        }
    }

    private static async Task SendAsync(HttpContext context, string name, Action<IHeaderDictionary>? headers)
    {
        await using var file = typeof(PageFiles).Assembly.GetManifestResourceStream(name)!;
        headers?.Invoke(context.Response.Headers);
        context.Response.ContentType = Types[Path.GetExtension(name)];
        context.Response.ContentLength = file.Length;
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
