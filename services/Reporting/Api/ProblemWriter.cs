using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using TicketFlow.Contracts.Errors;
using TicketFlow.Reporting.Api.Reports;
using TicketFlow.Reporting.Schedules;

namespace TicketFlow.Reporting.Api;

/// <summary>Turns refusals into problems; what nobody foresaw is logged and cuts the connection when the answer had begun.</summary>
internal sealed class ProblemWriter(ILogger<ProblemWriter> log) : IMiddleware
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone.
        }
        catch (ApiProblemException e) when (!context.Response.HasStarted)
        {
            await e.Problem.WriteAsync(context);
        }
        catch (ReportRefusedException e) when (!context.Response.HasStarted)
        {
            await ReportAnswers.ProblemOf(e).WriteAsync(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await new ApiProblem(
                e.StatusCode,
                e.StatusCode == StatusCodes.Status413PayloadTooLarge ? FinanceErrors.BodyTooLarge : FinanceErrors.ParametersWrong,
                "The request cannot be read", e.Message).WriteAsync(context);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            ApiLog.Failed(log, context.Request.Path, e);
            if (context.Response.HasStarted)
            {
                // Half an export must not look like a whole one.
                context.Abort();
                return;
            }

            context.Response.Headers.RetryAfter = "5";
            await ApiProblem.NotReady(Reason(e)).WriteAsync(context);
        }
    }

    private static string Reason(Exception e) => e is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable }
        ? "The statistics are being filled for the first time. Try again in a moment; /health/ready tells how far it is."
        : e is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }
            ? "The question took too long. Ask for a shorter period, or export it as CSV."
            : "The database does not answer. Try again in a moment.";
}

internal static partial class ApiLog
{
    [LoggerMessage(3900, LogLevel.Error, "{Path} failed.")]
    public static partial void Failed(ILogger log, string path, Exception e);

    [LoggerMessage(3901, LogLevel.Warning, "The views for BI tools could not be made: {Reason}.")]
    public static partial void ViewsMissing(ILogger log, string reason);

    [LoggerMessage(3902, LogLevel.Information, "The views for BI tools are made for the newest tables.")]
    public static partial void ViewsMade(ILogger log);
}
