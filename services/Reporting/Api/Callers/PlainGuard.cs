using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Reporting.Api.Callers;

/// <summary>Tokens do not travel in clear over a network: TLS, or the same machine, or a proxy that ends TLS.</summary>
internal sealed class PlainGuard(IOptions<ApiOptions> options) : IMiddleware
{
    private readonly IPNetwork[] _proxies = [.. options.Value.PlainFrom.Select(IPNetwork.Parse)];

    public Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        context.Request.Path.StartsWithSegments("/health") || context.Request.IsHttps || IsNear(context.Connection.RemoteIpAddress)
            ? next(context)
            : new ApiProblem(
                StatusCodes.Status403Forbidden, FinanceErrors.TlsRequired, "TLS is required",
                "Over a network only https is served: give the service a certificate, or name the proxy that has one in "
                + "Reporting:Api:PlainFrom.").WriteAsync(context);

    private bool IsNear(IPAddress? address)
    {
        // No address: a unix socket, or a test's memory.
        if (address is null || IPAddress.IsLoopback(address))
        {
            return true;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(_proxies, network => network.Contains(plain));
    }
}
