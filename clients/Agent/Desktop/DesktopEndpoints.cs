using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TicketFlow.Agent.Desktop.Cups;
using TicketFlow.Agent.Desktop.Users;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Desktop;

/// <summary>The desktop's printers on the local socket: look, install, remove.</summary>
internal sealed class DesktopEndpoints(
    DesktopHost host, DesktopMemory memory, PrinterBook printers, CupsQueues queues, DesktopOptions options)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/desktop", LookAsync);
        routes.MapPost("/v1/desktop", context => IfAllowedAsync(context, InstallAsync));
        routes.MapDelete("/v1/desktop", context => IfAllowedAsync(context, RemoveAsync));
    }

    /// <summary>On a shared machine the queues are everybody's: one user must not take them from the others.</summary>
    private static Task IfAllowedAsync(HttpContext context, Func<HttpContext, Task> change) => LocalScope.Of(context).SeesAll
        ? change(context)
        : LocalAnswers.ErrorAsync(
            context, AgentErrors.DesktopNotAllowed,
            "This agent's printers are for all users of the computer: only root and the agent's own account install or remove them. "
            + "Use sudo, or ask whoever administers this computer.");

    private async Task LookAsync(HttpContext context)
    {
        if (memory.Facts.Installed && LocalScope.Of(context) is { SeesAll: false, User: { } user })
        {
            await printers.AskAsync(user, context.RequestAborted);
        }

        await AnswerAsync(context, []);
    }

    private async Task InstallAsync(HttpContext context)
    {
        if (!options.Enabled)
        {
            await LocalAnswers.ErrorAsync(
                context, AgentErrors.DesktopOff,
                "The desktop's printers are off: set TICKETFLOW_AGENT__Desktop__Enabled=true.");
            return;
        }

        int port;
        try
        {
            port = await host.EnsureAsync(context.RequestAborted);
        }
        catch (IOException e)
        {
            await LocalAnswers.ErrorAsync(
                context, AgentErrors.DesktopPortTaken,
                e.Message + " Free the port, or set TICKETFLOW_AGENT__Desktop__Port to another one.");
            return;
        }

        if (!await printers.RefreshAsync(TimeSpan.Zero, context.RequestAborted) && printers.Printers.Count == 0)
        {
            await LocalAnswers.ErrorAsync(
                context, AgentErrors.ServerSilent, "The ticket server does not answer, so the printers are not known. Install them later.");
            return;
        }

        memory.Change(facts => facts with { Installed = true });
        await AnswerAsync(
            context, OperatingSystem.IsLinux() ? await queues.ApplyAsync(printers.Printers, port, context.RequestAborted) : []);
    }

    private async Task RemoveAsync(HttpContext context)
    {
        memory.Change(facts => facts with { Installed = false });
        await AnswerAsync(context, OperatingSystem.IsLinux() ? await queues.ApplyAsync([], 0, context.RequestAborted) : []);
    }

    private Task AnswerAsync(HttpContext context, IReadOnlyList<LocalDesktopQueue> report)
    {
        var facts = memory.Facts;
        var scope = LocalScope.Of(context);
        var shown = scope is { SeesAll: false, User: { } user } ? printers.PrintersOf(user) : printers.Printers;
        var all = shown.Select(printer => new LocalDesktopPrinter(
            printer.Name, host.Port is { } port ? printer.UriOn(port) : null, facts.Queues.GetValueOrDefault(printer.Name)));
        return LocalAnswers.WriteAsync(
            context, StatusCodes.Status200OK,
            new LocalDesktop(facts.Installed, host.Port, System(), [.. all], report, NeedsRoot: !scope.SeesAll),
            LocalJson.Default.LocalDesktop);
    }

    private static string System() =>
        OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macos" : "cups";
}
