using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using TicketFlow.Agent.Desktop.Users;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.Notifications;

namespace TicketFlow.Agent.Notifications;

/// <summary>
/// <c>GET /v1/notices</c>: what is worth telling the proven user, for a program in the user's session that shows it (a service reaches no
/// desktop). One JSON value per line, each the jobs that ask or have ended since the one before; the first holds everything that is still
/// known. Who listens keeps in mind what was told: <see cref="NotificationDecisions.IdOf(LocalJob, TimeSpan)"/> names it.
/// </summary>
internal sealed class NoticeEndpoints(
    JobTable table, NotificationOptions options, OwnDesktop own, PrinterBook printers, IHostApplicationLifetime life, TimeProvider clock)
{
    private const int MostQuestions = 500;
    private const int MostEnded = 200;

    /// <summary>Jobs that stop together are told together, and a transfer's progress wakes nobody more often.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(500);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/notices", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        // Root and the agent's account see all jobs, and are told of their own.
        var user = LocalScope.ProvenUser(context);
        if (!options.Enabled)
        {
            await LocalAnswers.ErrorAsync(
                context, AgentErrors.NoticesOff, "Notifications are switched off at this agent (Notifications:Enabled).");
            return;
        }

        if (own.Shows(user))
        {
            await LocalAnswers.ErrorAsync(context, AgentErrors.NoticesByAgent, "The agent shows your notifications itself.");
            return;
        }

        printers.Welcome(user);

        // Listeners stay for days: the agent does not wait for them when it ends.
        await using var end = life.ApplicationStopping.Register(context.Abort);
        await TellAsync(context.Response, user, context.RequestAborted);
    }

    private async Task TellAsync(HttpResponse response, string user, CancellationToken cancellationToken)
    {
        response.ContentType = LocalAnswers.Lines;
        var told = default(HashSet<string>);
        while (true)
        {
            var change = table.Changes.Next();
            var now = NoticesOf(user);
            var news = now.Where(notice => told?.Contains(notice.Id) is not true).Select(notice => notice.Job).ToList();
            if (news.Count > 0 || told is null)
            {
                byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(new LocalJobs(news), LocalJson.Default.LocalJobs), (byte)'\n'];
                await response.Body.WriteAsync(line, cancellationToken);
                await response.Body.FlushAsync(cancellationToken);
            }

            told = now.Select(notice => notice.Id).ToHashSet(StringComparer.Ordinal);
            await change.WaitAsync(cancellationToken);
            await Task.Delay(Gather, clock, cancellationToken);
        }
    }

    private List<(string Id, LocalJob Job)> NoticesOf(string user) =>
    [
        .. table.Ended(user, MostEnded)
            .Concat(table.Open.Where(entry => entry.State is { IsEnded: false, Question.Answered: false } state && state.User == user)
                .Take(MostQuestions))
            .Select(LocalViews.Of)
            .Select(job => (Id: NotificationDecisions.IdOf(job, options.LongWait), job))
            .Where(notice => notice.Id is not null)
            .Select(notice => (notice.Id!, notice.job)),
    ];
}
