using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TicketFlow.Agent.Broker;
using TicketFlow.Agent.Journal;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Leases;

/// <summary>What one user at a time has: <c>GET</c> and <c>POST /v1/leases</c>, <c>DELETE /v1/leases/{resource}</c>.</summary>
internal sealed class LeaseEndpoints(LeaseBook book, LeaseKeeping leases, ServerQueries queries, LinkCondition condition)
{
    private const int MostBodyBytes = 4096;

    /// <summary>As the server takes it: it would refuse a longer one for ever.</summary>
    private const int MostName = 128;

    /// <summary>Of all users together, those included that wait for the server to hear that they are given back.</summary>
    private const int MostLeases = 100;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/leases", ListAsync);
        routes.MapPost("/v1/leases", context => WritingAsync(context, AskAsync));
        routes.MapDelete("/v1/leases/{resource}", context => WritingAsync(context, ReturnAsync));
    }

    private async Task ListAsync(HttpContext context)
    {
        var answer = await queries.ExclusiveAsync(Environment.MachineName, LocalScope.ProvenUser(context), context.RequestAborted);
        var known = answer.Value?.Printers.Select(p => new LocalResource(p.Name, p.State, p.Location, p.Text)).ToList();
        await LocalAnswers.WriteAsync(
            context, StatusCodes.Status200OK, new LocalLeases([.. Own(context).Select(View)], known), LocalJson.Default.LocalLeases);
    }

    private async Task AskAsync(HttpContext context)
    {
        if (await WishAsync(context) is not { } wish)
        {
            await LocalAnswers.ErrorAsync(
                context, AgentErrors.LeaseInvalid,
                $$"""The body is {"resource":"NAME","seconds":7200}; seconds from 1 to {{LeaseRequest.MostSeconds}}, or left out.""");
            return;
        }

        if (book.All.Count >= MostLeases)
        {
            await SilentAsync(context, "Too many leases wait for the ticket server. Try again later.");
            return;
        }

        await AskAsync(context, leases.Ask(wish.Resource!, LocalScope.ProvenUser(context)), wish.Seconds);
    }

    /// <summary>What cannot be written down does not happen.</summary>
    private static async Task WritingAsync(HttpContext context, Func<HttpContext, Task> work)
    {
        try
        {
            await work(context);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !context.Response.HasStarted)
        {
            await LocalAnswers.ErrorAsync(
                context, DiskFaults.CodeOf(e), "The agent cannot write down what you have, so nothing has changed. " + e.Message);
        }
    }

    private async Task AskAsync(HttpContext context, HeldLease asked, int? seconds)
    {
        var lease = default(HeldLease);
        try
        {
            var answer = await queries.LeaseAsync(
                n => new LeaseRequest(n, asked.Key, asked.Resource, Environment.MachineName, asked.User, seconds),
                context.RequestAborted);
            if (answer.Refusal is { } refusal)
            {
                leases.Refused(asked);
                await LocalAnswers.ErrorAsync(context, refusal.Code, refusal.Text);
                return;
            }

            lease = answer.Value is { State: LeaseStates.Granted } granted ? leases.Have(asked, granted) : null;
        }
        finally
        {
            if (lease is null && book.Find(asked.Key, "") is { } unanswered)
            {
                // The user is told that it is not had, or is not there any more: so it must not be.
                leases.GiveBack(unanswered);
            }
        }

        await (lease is null
            ? SilentAsync(context, "The ticket server has not answered. Nothing is leased; try again later.")
            : LocalAnswers.WriteAsync(context, StatusCodes.Status201Created, View(lease), LocalJson.Default.LocalLease));
    }

    private async Task ReturnAsync(HttpContext context)
    {
        var resource = (string)context.Request.RouteValues["resource"]!;
        if (Own(context).FirstOrDefault(l => string.Equals(l.Resource, resource, StringComparison.OrdinalIgnoreCase)) is not { } lease)
        {
            await LocalAnswers.ErrorAsync(
                context, AgentErrors.LeaseUnknown, $"You do not have '{resource}'. 'ticketflow leases' shows what you have.");
            return;
        }

        // From here on it is given back, whoever crashes: the user need not wait for the server's word.
        leases.GiveBack(lease);
        await LocalAnswers.WriteAsync(context, StatusCodes.Status200OK, View(lease), LocalJson.Default.LocalLease);
    }

    private IEnumerable<HeldLease> Own(HttpContext context)
    {
        var scope = LocalScope.Of(context);
        return book.All.Where(lease => lease.Wanted && (scope.SeesAll || lease.User == scope.User))
            .OrderBy(lease => lease.Resource, StringComparer.Ordinal);
    }

    private static LocalLease View(HeldLease lease) => new(lease.Resource, lease.Id ?? "", lease.User, lease.Since, lease.Until);

    private Task SilentAsync(HttpContext context, string text) => LocalAnswers.ErrorAsync(
        context, condition.Fault?.Code ?? AgentErrors.ServerSilent, text);

    private static async Task<LocalLeaseWish?> WishAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null or > MostBodyBytes)
        {
            return null;
        }

        try
        {
            var wish = await JsonSerializer.DeserializeAsync(
                context.Request.Body, LocalJson.Default.LocalLeaseWish, context.RequestAborted);
            return !string.IsNullOrWhiteSpace(wish?.Resource) && wish.Resource.Length <= MostName && !wish.Resource.Any(char.IsControl)
                && wish.Seconds is null or (>= 1 and <= LeaseRequest.MostSeconds)
                ? wish
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
