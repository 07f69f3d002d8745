using Microsoft.AspNetCore.Http;
using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.LocalApi;

/// <summary>Finds the job a request names by id, key or the beginning of one.</summary>
internal static class NamedJobs
{
    public static Task WithJobAsync(this JobTable table, HttpContext context, Func<JobEntry, Task> found)
    {
        var text = (string)context.Request.RouteValues["id"]!;
        return table.FindFor(context, text) switch
        {
            [var entry] => found(entry),
            [] => UnknownAsync(context, text),
            var several => AmbiguousAsync(context, text, several),
        };
    }

    /// <summary>The jobs that the request's user may see among those that fit.</summary>
    public static IReadOnlyList<JobEntry> FindFor(this JobTable table, HttpContext context, string text)
    {
        var scope = LocalScope.Of(context);
        return [.. table.Find(text).Where(scope.MaySee)];
    }

    /// <summary>The same answer whether there is none or it is somebody else's.</summary>
    public static Task UnknownAsync(HttpContext context, string text) => LocalAnswers.ErrorAsync(
        context, AgentErrors.JobUnknown, $"This agent has no job '{text}'. 'ticketflow jobs --all' lists them.");

    public static Task AmbiguousAsync(HttpContext context, string text, IReadOnlyList<JobEntry> found) => LocalAnswers.ErrorAsync(
        context, AgentErrors.JobAmbiguous, $"'{text}' fits {found.Count} jobs; give more characters.");
}
