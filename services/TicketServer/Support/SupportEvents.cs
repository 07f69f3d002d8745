using TicketFlow.Delivery.AlertRules;
using TicketFlow.EventStore;
using TicketFlow.TicketServer.Agents;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.TicketServer.Support;

/// <summary>Which of the server's events support is told about.</summary>
public static class SupportEvents
{
    private const string JobPrefix = "job-";

    /// <summary>Registers the projection that writes the notices, and the alert rules, which say who is told otherwise.</summary>
    public static void Configure(StoreOptions options)
    {
        options.Projections.AddInline(new SupportProjection(Mappings()));
        foreach (var (type, alias) in AlertRuleStream.Aliases)
        {
            options.Events.MapEventType(type, alias);
        }

        options.Events.Aggregate<AlertRuleBook>(AlertRuleStream.Aggregate, (book, e) => AlertRuleStream.Fold(book, e.Data));
    }

    internal static SupportMappings Mappings() => new SupportMappings()
        .On<ResourceStopped>((e, _) => new(SupportKinds.ResourceStopped, Stopped(e), e.Name, Causes: e.Causes, Source: e.Source))
        .On<ResourceWorks>((e, _) => new(
            SupportKinds.ResourceWorks, $"{e.Name} works again; waiting jobs go on by themselves.", e.Name, Source: e.Source))
        .On<AdministratorAlerted>((e, at) => new(SupportKinds.AdministratorAlerted, Alerted(e, at.StreamKey), Job: JobOf(at.StreamKey)))
        .On<AgentForked>((e, _) => new(SupportKinds.AgentForked, Forked(e)));

    private static string Stopped(ResourceStopped e) =>
        $"{e.Name} has stopped{(e.Text.Length > 0 ? ": " + e.Text : "")} (found by {e.Source}).";

    private static string Alerted(AdministratorAlerted e, string stream) =>
        $"Job {JobOf(stream)} is silent at attempt {e.Attempt}: {e.Reason}. 'ticketflow-ops stream show {JobOf(stream)}' tells its history.";

    private static string Forked(AgentForked e) =>
        $"Two installations use the identity of agent {e.Agent}: one{At(e.Address)} and one{At(e.OtherAddress)}; a copied disk, or one put "
        + "back from a backup. If both computers are in use, give one an identity of its own ('ticketflow-ops agent enrol NEW-ID "
        + "--credentials FILE') and take its agent's home away; "
        + $"'ticketflow-ops stream show {AgentEventTypes.StreamKey(e.Agent)}' tells more.";

    private static string At(string? address) => address is null ? "" : " at " + address;

    private static string JobOf(string stream) =>
        stream.StartsWith(JobPrefix, StringComparison.Ordinal) ? stream[JobPrefix.Length..] : stream;
}
