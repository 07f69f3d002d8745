using Microsoft.Extensions.Logging;

namespace TicketFlow.Agent.Page;

internal static partial class PageLog
{
    [LoggerMessage(2500, LogLevel.Information, "The user's page listens on 127.0.0.1:{Port}")]
    public static partial void Listens(ILogger log, int port);

    [LoggerMessage(2501, LogLevel.Warning, "Port {Port} for the user's page is taken: another one is used")]
    public static partial void PortTaken(ILogger log, int port);

    [LoggerMessage(2502, LogLevel.Warning, "The user's page cannot be opened: {Reason}")]
    public static partial void NotOpened(ILogger log, string reason);

    [LoggerMessage(2503, LogLevel.Warning, "A request to the user's page was refused: {Reason}")]
    public static partial void Refused(ILogger log, string reason);
}
