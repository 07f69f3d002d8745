using TicketFlow.Contracts.Agents;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.TicketServer.Access;

/// <summary>All checks of patent step 3-2 (and 7-9, 7-10 for a move) that need more than the request itself.</summary>
public interface IAdmission
{
    /// <summary>A new request: client version, driver, printer, user.</summary>
    ValueTask<Admission> CheckAsync(TicketRequest request, CancellationToken cancellation);

    /// <summary>A move to another printer: the printer, the user, and whether it works (7-9, 7-10).</summary>
    ValueTask<Admission> CheckMoveAsync(string? domain, string? user, string? printer, CancellationToken cancellation);

    /// <summary>A lease of a resource that one client at a time uses: the resource, the user, and whether it works.</summary>
    ValueTask<Admission> CheckLeaseAsync(string? domain, string? user, string? resource, CancellationToken cancellation);

    /// <summary>Other printers that this user may use and that work, the least busy first; at most five.</summary>
    ValueTask<IReadOnlyList<Alternative>> AlternativesAsync(
        string? domain, string? user, string? exceptPrinter, CancellationToken cancellation);

    /// <summary>All printers that this user may use, by name, whether they work or not; at most so many.</summary>
    /// <param name="exclusive">Instead of the printers, what one client at a time uses.</param>
    ValueTask<IReadOnlyList<PrinterEntry>> PrintersAsync(
        string? domain, string? user, bool exclusive, int most, CancellationToken cancellation);
}

/// <summary>The outcome of the checks.</summary>
/// <param name="Resource">The resource, when the request is good.</param>
/// <param name="Refusal">Why not, otherwise.</param>
/// <param name="Advice">What the user should know though the request is good.</param>
public sealed record Admission(ResourceEntry? Resource, AdmissionRefusal? Refusal, Advice? Advice = null);

/// <summary>A refusal with the rule that decided it.</summary>
/// <param name="Code">One of the contracts' <c>RefusalCodes</c>.</param>
/// <param name="Rule">The rule, for the record, for example <c>deny group:students on hall-2</c>.</param>
/// <param name="Text">A sentence for the user, with what to do next.</param>
/// <param name="HelpdeskText">A sentence for the helpdesk.</param>
/// <param name="Fetch">The version to install, when client or driver is too old.</param>
/// <param name="Alternatives">Printers that would take it.</param>
public sealed record AdmissionRefusal(
    string Code, string Rule, string Text, string HelpdeskText, string? Fetch = null, IReadOnlyList<Alternative>? Alternatives = null);
