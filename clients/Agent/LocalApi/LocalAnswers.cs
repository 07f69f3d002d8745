using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.LocalApi;

/// <summary>Writes answers.</summary>
internal static class LocalAnswers
{
    /// <summary>One JSON value per line.</summary>
    public const string Lines = "application/x-ndjson";

    public static Task WriteAsync<T>(HttpContext context, int status, T value, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, 0, body.Length, context.RequestAborted);
    }

    public static Task ErrorAsync(HttpContext context, string code, string text) =>
        ErrorAsync(context, new LocalError(code, text));

    public static Task ErrorAsync(HttpContext context, LocalError error) =>
        WriteAsync(context, StatusOf(error.Code), error, LocalJson.Default.LocalError);

    private static int StatusOf(string code) => code switch
    {
        AgentErrors.SpoolFull or AgentErrors.DiskFull or AgentErrors.DiskFailed => StatusCodes.Status507InsufficientStorage,
        AgentErrors.DocumentTooLarge => StatusCodes.Status413PayloadTooLarge,
        AgentErrors.DocumentEmpty or AgentErrors.PrinterMissing or AgentErrors.TitleTooLong or AgentErrors.InstructionInvalid
            or AgentErrors.LeaseInvalid =>
            StatusCodes.Status400BadRequest,
        AgentErrors.JobUnknown or AgentErrors.LeaseUnknown => StatusCodes.Status404NotFound,
        AgentErrors.JobAmbiguous => StatusCodes.Status409Conflict,
        PageErrors.SessionMissing or PageErrors.TokenInvalid => StatusCodes.Status401Unauthorized,
        PageErrors.Foreign or AgentErrors.DesktopNotAllowed => StatusCodes.Status403Forbidden,
        PageErrors.Off or PageErrors.TooManyPages => StatusCodes.Status503ServiceUnavailable,
        AgentErrors.ServerSilent or AgentErrors.IdentityInUse => StatusCodes.Status504GatewayTimeout,

        // Everything else is the server's refusal, with the server's code.
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
