using System.Globalization;
using TicketFlow.Agent.Broker;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Doctor;

/// <summary>Whether the ticket server answers this agent, and whether both have the same time.</summary>
internal sealed class ServerChecks(ServerQueries queries, LinkCondition condition, TimeProvider clock)
{
    /// <summary>Timelines still read well; certificates and tokens do not notice.</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<LocalCheck>> LookAsync(LocalScope scope, CancellationToken cancellationToken)
    {
        var (asked, began) = (clock.GetUtcNow(), clock.GetTimestamp());
        var answer = await queries.PrintersAsync(Environment.MachineName, scope.User ?? "", cancellationToken);
        var took = clock.GetElapsedTime(began);
        if (answer.Value is { } printers)
        {
            var text = string.Create(
                CultureInfo.InvariantCulture, $"answers in {took.TotalMilliseconds:0} ms, {printers.Printers.Count} printers");
            return [Check.Ok("server", text), .. Clock(printers.At, asked + (took / 2))];
        }

        var why = answer.Refusal?.Text ?? condition.Fault?.Text ?? "no answer";
        return [Check.Failed("server", $"the ticket server does not answer: {why}", ToDoAbout(condition.Fault?.Code))];
    }

    private static string ToDoAbout(string? fault) => fault == AgentErrors.IdentityInUse
        ? "Two computers have one account, a copied one perhaps. Enrol this one under an id of its own; its jobs are kept and go on then."
        : "If the broker can be reached, the account may be wrong (enrol this computer anew) or the server is down. Jobs are kept.";

    private static IEnumerable<LocalCheck> Clock(DateTimeOffset? server, DateTimeOffset here)
    {
        if (server is not { } there)
        {
            yield break;
        }

        var skew = here - there;
        var side = skew < TimeSpan.Zero ? "behind" : "ahead of";
        var text = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(skew.TotalSeconds):0.0} s {side} the ticket server");
        yield return skew.Duration() <= MostSkew
            ? Check.Ok("clock", text)
            : Check.Warning("clock", text, "Let this computer take its time from the network (sudo timedatectl set-ntp true).");
    }
}
