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
        return table.Find(text) switch
        {
            [var entry] => found(entry),
            [] => LocalAnswers.ErrorAsync(
                context, AgentErrors.JobUnknown, $"This agent has no job '{text}'. 'ticketflow jobs --all' lists them."),
            var several => AmbiguousAsync(context, text, several),
        };
    }

    public static Task AmbiguousAsync(HttpContext context, string text, IReadOnlyList<JobEntry> found) => LocalAnswers.ErrorAsync(
        context, AgentErrors.JobAmbiguous, $"'{text}' fits {found.Count} jobs; give more characters.");
}
