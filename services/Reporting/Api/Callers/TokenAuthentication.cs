using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Reporting.Api.Callers;

/// <summary>
/// Proves callers by token: <c>Authorization: Bearer …</c> (RFC 6750), or for reading the cookie that the finance page was given for it.
/// </summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, CallerRegister callers)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Token";

    /// <summary>Readable by no script, sent by no foreign page, gone with the browser.</summary>
    public const string Cookie = "ticketflow_finance";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (TokenOf(Request) is not { } token)
        {
            return AuthenticateResult.NoResult();
        }

        if (await callers.ProveAsync(token, Context.RequestAborted) is not { } caller)
        {
            return AuthenticateResult.Fail("The token is not good.");
        }

        var claims = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, caller.Name), new Claim(ClaimTypes.Role, caller.Role)], Name);
        if (caller.Role == ApiRoles.Finance)
        {
            claims.AddClaim(new Claim(ClaimTypes.Role, ApiRoles.Read));
        }

        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(claims), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer realm=\"ticketflow\"";
        return new ApiProblem(
            StatusCodes.Status401Unauthorized, FinanceErrors.TokenMissing, "A token is needed",
            "Send Authorization: Bearer TOKEN with a token that is good. An operator makes one: ticketflow-ops token create NAME.")
            .WriteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => new ApiProblem(
        StatusCodes.Status403Forbidden, FinanceErrors.RoleMissing, "The token's role does not reach so far",
        "This needs a token with the role finance: ticketflow-ops token create NAME --role finance.").WriteAsync(Context);

    /// <summary>What changes something is never done by a cookie: another site could have sent the browser here.</summary>
    private static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? header[Bearer.Length..].Trim()
            : HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? request.Cookies[Cookie] : null;
}
