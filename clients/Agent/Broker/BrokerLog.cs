using Microsoft.Extensions.Logging;

namespace TicketFlow.Agent.Broker;

internal static partial class BrokerLog
{
    [LoggerMessage(2200, LogLevel.Information, "Connected to the broker as {Agent}")]
    public static partial void Connected(ILogger log, string agent);

    [LoggerMessage(2201, LogLevel.Information, "No jobs: disconnected from the broker")]
    public static partial void LetGo(ILogger log);

    [LoggerMessage(2202, LogLevel.Warning, "The broker cannot be reached ({Reason}); trying again in {Wait}")]
    public static partial void NotReached(ILogger log, string reason, TimeSpan wait);

    [LoggerMessage(2203, LogLevel.Warning, "The broker closed the channel: {Code} {Text}")]
    public static partial void Closed(ILogger log, int code, string text);

    [LoggerMessage(2204, LogLevel.Information, "The personal queue of {Agent} is not there; the server was asked to make it")]
    public static partial void QueueMissing(ILogger log, string agent);

    [LoggerMessage(2205, LogLevel.Warning, "A message of type {Type} was not understood and is put aside; further ones are only counted")]
    public static partial void NotUnderstood(ILogger log, string type, Exception? error);

    [LoggerMessage(2206, LogLevel.Warning, "The server refused a message: {Code} {Text}")]
    public static partial void RefusedWithoutJob(ILogger log, string code, string text);

    [LoggerMessage(2207, LogLevel.Error, "The broker refuses the agent's account; check the credentials file and the enrolment")]
    public static partial void AccountRefused(ILogger log, Exception error);

    [LoggerMessage(2208, LogLevel.Error, "{Code}: {Reason} Trying again in {Wait}")]
    public static partial void IdentityInUse(ILogger log, string code, string reason, TimeSpan wait);
}
