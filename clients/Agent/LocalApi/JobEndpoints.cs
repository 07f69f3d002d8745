using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TicketFlow.Agent.Broker;
using TicketFlow.Agent.Desktop.Users;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Spool;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.LocalApi;

/// <summary>The local interface: HTTP over the agent's Unix socket.</summary>
internal sealed class JobEndpoints(
    JobTable table, DocumentIntake intake, UnansweredJobs unanswered, ServerQueries queries, PrinterBook printerBook,
    LinkCondition condition)
{
    private const int MaxTitle = 200;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/jobs", context => SubmitAsync(context, LocalScope.ProvenUser(context)));
        routes.MapGet("/v1/jobs", ListAsync);
        routes.MapGet(
            "/v1/jobs/{id}", context => table.WithJobAsync(context, entry => AnswerJobAsync(context, StatusCodes.Status200OK, entry)));
        routes.MapGet("/v1/jobs/{id}/history", HistoryAsync);
        routes.MapGet("/v1/printers", context => PrintersAsync(context, LocalScope.ProvenUser(context)));
    }

    /// <summary>Takes the document of a request in, for a proven user.</summary>
    public async Task SubmitAsync(HttpContext context, string user)
    {
        var printer = context.Request.Query["printer"].ToString();
        var title = context.Request.Query["title"].ToString();
        if (string.IsNullOrWhiteSpace(printer))
        {
            await LocalAnswers.ErrorAsync(context, AgentErrors.PrinterMissing, "No printer was named: add ?printer=NAME.");
            return;
        }

        if (title.Length > MaxTitle)
        {
            await LocalAnswers.ErrorAsync(context, AgentErrors.TitleTooLong, $"A title has at most {MaxTitle} characters.");
            return;
        }

        var (ticket, fault) = PrintQuery.Read(context.Request.Query);
        if (fault is not null)
        {
            await LocalAnswers.ErrorAsync(context, AgentErrors.InstructionInvalid, fault);
            return;
        }

        var submission = new Submission(
            printer, title.Length == 0 ? "untitled" : title, user, Environment.MachineName,
            context.Request.ContentLength, context.Request.Body, ticket.Facts())
        {
            Instructions = ticket.Instructions(),
        };
        var result = await intake.TakeAsync(submission, context.RequestAborted);
        await (result.Job is { } entry
            ? unanswered.TellAsync([entry], () => AnswerTakenAsync(context, entry))
            : LocalAnswers.ErrorAsync(context, new LocalError(result.Code!, result.Text!, result.Alternatives)));
    }

    private static async Task AnswerTakenAsync(HttpContext context, JobEntry entry)
    {
        await AnswerJobAsync(context, StatusCodes.Status201Created, entry);
        await context.Response.CompleteAsync();
        context.RequestAborted.ThrowIfCancellationRequested();
    }

    private Task ListAsync(HttpContext context) => LocalAnswers.WriteAsync(
        context,
        StatusCodes.Status200OK,
        new LocalJobs([
            .. table.List(context.Request.Query.ContainsKey("all")).Where(LocalScope.Of(context).MaySee).Select(LocalViews.Of),
        ]),
        LocalJson.Default.LocalJobs);

    private static Task AnswerJobAsync(HttpContext context, int status, JobEntry entry) =>
        LocalAnswers.WriteAsync(context, status, LocalViews.Of(entry), LocalJson.Default.LocalJob);

    private async Task HistoryAsync(HttpContext context)
    {
        var text = (string)context.Request.RouteValues["id"]!;
        var found = table.FindFor(context, text);
        if (found.Count > 1)
        {
            await NamedJobs.AmbiguousAsync(context, text, found);
            return;
        }

        if (found is [{ State.JobId: null }])
        {
            await LocalAnswers.ErrorAsync(context, AgentErrors.ServerSilent, "The ticket server has not answered for this job yet.");
            return;
        }

        if (found.Count == 0 && !(LocalScope.Of(context).SeesAll && JobKeys.IsOne(text)))
        {
            // Whose job it was is no longer known here; and what can be no job's id, the server need not be asked for.
            await NamedJobs.UnknownAsync(context, text);
            return;
        }

        await HistoryAsync(context, found is [{ State.JobId: { } id }] ? id : text);
    }

    /// <summary>Answers with a job's timeline.</summary>
    public async Task HistoryAsync(HttpContext context, string jobId)
    {
        var answer = await queries.HistoryAsync(jobId, context.RequestAborted);
        await (answer.Value is { } history
            ? LocalAnswers.WriteAsync(context, StatusCodes.Status200OK, LocalViews.Of(history), LocalJson.Default.LocalHistory)
            : NoAnswerAsync(context, answer.Refusal?.Code, answer.Refusal?.Text));
    }

    /// <summary>Answers with the printers that a proven user may use.</summary>
    public async Task PrintersAsync(HttpContext context, string user)
    {
        var answer = await printerBook.AskAsync(user, context.RequestAborted);
        await (answer.Value is { } printers
            ? LocalAnswers.WriteAsync(context, StatusCodes.Status200OK, LocalViews.Of(printers), LocalJson.Default.LocalPrinters)
            : NoAnswerAsync(context, answer.Refusal?.Code, answer.Refusal?.Text));
    }

    private Task NoAnswerAsync(HttpContext context, string? code, string? text) => LocalAnswers.ErrorAsync(
        context,
        code ?? condition.Fault?.Code ?? AgentErrors.ServerSilent,
        text ?? condition.Fault?.Text ?? "The ticket server does not answer. Jobs are kept and go on when it does; ask again later.");
}
