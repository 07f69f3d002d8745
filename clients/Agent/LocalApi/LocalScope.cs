using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.LocalApi;

/// <summary>
/// Whose jobs a request may see and change. An agent of one user shows everything to that user; an agent of a shared machine shows each
/// user only the own jobs, and all to root and to its own account.
/// </summary>
/// <param name="User">As the kernel proves it; null when nobody is proven.</param>
internal sealed record LocalScope(string? User, bool SeesAll)
{
    private const string Item = "ticketflow.scope";

    public bool MaySee(JobState job) => SeesAll || (User is not null && job.User == User);

    public bool MaySee(JobEntry entry) => MaySee(entry.State);

    /// <summary>Of a connection whose peer is proven.</summary>
    public static void Attach(IDictionary<object, object?> items, LocalScope scope) => items[Item] = scope;

    /// <summary>The user that the kernel names for the other end of the local socket.</summary>
    public static string ProvenUser(HttpContext context) => Of(context).User
        ?? throw new InvalidOperationException("A request that needs its user came over a connection that proves none.");

    /// <summary>Without a proof nothing is shown on a shared machine.</summary>
    public static LocalScope Of(HttpContext context) =>
        (context.Items.TryGetValue(Item, out var own) ? own as LocalScope : null)
        ?? (context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(Item, out var proven) is true ? proven as LocalScope : null)
        ?? new LocalScope(null, SeesAll: !context.RequestServices.GetRequiredService<AgentOptions>().Shared);
}
