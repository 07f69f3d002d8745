using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Page;

/// <summary><c>POST /v1/page</c> on the local socket: a one-time way into the page for the user at the socket's other end.</summary>
internal sealed class OpenEndpoint(PageOptions options, PageHost host, OpenTokens tokens, PageDirectory directory)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/page", OpenAsync);

    private async Task OpenAsync(HttpContext context)
    {
        if (!options.Enabled)
        {
            await LocalAnswers.ErrorAsync(
                context, PageErrors.Off, "The page is switched off (Page:Enabled). 'ticketflow jobs' shows your jobs.");
            return;
        }

        try
        {
            var user = LocalScope.ProvenUser(context);
            var (page, expires, token) = (await host.EnsureAsync(context.RequestAborted), tokens.ExpiryFromNow, tokens.Issue(user));
            var address = new Uri(page, "open#" + token);
            var lead = directory.WriteLead(address);
            tokens.Lead(token, lead);
            await LocalAnswers.WriteAsync(
                context, StatusCodes.Status201Created, new LocalPage(address.ToString(), lead, expires), LocalJson.Default.LocalPage);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await LocalAnswers.ErrorAsync(
                context,
                PageErrors.Off,
                $"The page cannot be opened: {e.Message} Set Page:Port to a free port, or look at the agent's home.");
        }
    }
}
