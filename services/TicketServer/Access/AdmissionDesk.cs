using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.TicketServer.Access;

/// <summary>Gathers the facts, lets <see cref="AccessRules"/> decide, and adds what a refused user can do next.</summary>
internal sealed class AdmissionDesk(
    AccessPolicy policy, IResourceDirectory resources, AlternativePrinters alternatives, PrinterListing listing, IQuota quota)
    : IAdmission
{
    public async ValueTask<Admission> CheckAsync(TicketRequest request, CancellationToken cancellation)
    {
        var client = new ClientFacts(request.ClientVersion, request.OperatingSystem, request.DriverVersion);
        var admission = await CheckAsync(request.Domain, request.User, request.Printer, client, cancellation);
        return admission.Resource is { } resource && await quota.CheckAsync(request, resource, cancellation) is { } refusal
            ? new Admission(null, refusal)
            : admission with { Advice = admission.Resource is null ? null : SoftwareRules.Advise(policy.Current, client) };
    }

    public ValueTask<Admission> CheckMoveAsync(string? domain, string? user, string? printer, CancellationToken cancellation) =>
        CheckAsync(domain, user, printer, client: null, cancellation);

    public async ValueTask<Admission> CheckLeaseAsync(string? domain, string? user, string? resource, CancellationToken cancellation)
    {
        var found = await resources.FindAsync(resource, cancellation);
        var question = new AccessQuestion(domain, user, resource, found?.ToFacts(), Client: null, Lease: true);
        return new Admission(found, AccessRules.Evaluate(policy.Current, policy.AllowByDefault, question));
    }

    public ValueTask<IReadOnlyList<Alternative>> AlternativesAsync(
        string? domain, string? user, string? exceptPrinter, CancellationToken cancellation) =>
        alternatives.FindAsync(domain, user, exceptPrinter, cancellation);

    public async ValueTask<IReadOnlyList<PrinterEntry>> PrintersAsync(
        string? domain, string? user, bool exclusive, int most, CancellationToken cancellation)
    {
        var (rules, allowByDefault) = (policy.Current, policy.AllowByDefault);
        return
        [
            .. (await listing.GetAsync(cancellation)).ByName
                .Where(p => p.Exclusive == exclusive)
                .Where(p => AccessRules.Permits(rules, allowByDefault, domain, user, p.Entry.Name).IsAllowed)
                .Take(most)
                .Select(p => p.Entry),
        ];
    }

    private async ValueTask<Admission> CheckAsync(
        string? domain, string? user, string? printer, ClientFacts? client, CancellationToken cancellation)
    {
        var resource = await resources.FindAsync(printer, cancellation);
        var question = new AccessQuestion(domain, user, printer, resource?.ToFacts(), client);
        var refusal = AccessRules.Evaluate(policy.Current, policy.AllowByDefault, question);
        return refusal is null ? new Admission(resource, null)
            : IsAboutThePrinter(refusal.Code) ? new Admission(null, await ProposeAsync(refusal, question, cancellation))
            : new Admission(null, refusal);
    }

    private async ValueTask<AdmissionRefusal> ProposeAsync(
        AdmissionRefusal refusal, AccessQuestion question, CancellationToken cancellation)
    {
        var others = await alternatives.FindAsync(question.Domain, question.User, question.Printer, cancellation);
        var next = others.Count == 0
            ? "Ask the helpdesk: there is no other printer for you at the moment."
            : $"Choose another one: {string.Join(", ", others.Select(o => o.Printer))}.";
        return refusal with { Text = $"{refusal.Text} {next}", Alternatives = others };
    }

    private static bool IsAboutThePrinter(string code) => code is RefusalCodes.PrinterUnknown or RefusalCodes.PrinterDisabled
        or RefusalCodes.PrinterNotAccepting or RefusalCodes.PrinterStopped or RefusalCodes.NotAllowed or RefusalCodes.ResourceExclusive;
}

internal static class ResourceEntryFacts
{
    /// <summary>The resource as the rules see it.</summary>
    public static ResourceFacts ToFacts(this ResourceEntry entry) =>
        new(entry.Name, entry.Enabled, entry.Accepting, entry.Health == ResourceHealth.Stopped, entry.Exclusive);
}
