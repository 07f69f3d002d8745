using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.LocalApi;

/// <summary>What a user is told of a job that the server stopped: an order to stop carries only its code.</summary>
internal static class StopTexts
{
    /// <summary>The sentence; null where the code needs none, for example when the user cancelled.</summary>
    public static string? Of(string? code) => code switch
    {
        StopCodes.OverQuota => "The job costs more than is left of a budget. Ask the helpdesk for more, or wait for the next month.",
        StopCodes.ByOperator => "An operator stopped the job.",
        StopCodes.NeverDescribed => "The document was not ready in time. Print it again.",
        _ => null,
    };
}
