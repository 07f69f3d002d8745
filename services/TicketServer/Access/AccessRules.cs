using TicketFlow.Contracts.Errors;

namespace TicketFlow.TicketServer.Access;

/// <summary>
/// The checks of patent steps 3-2, 7-9 and 7-10, pure: client, driver, printer, user, state of the printer, in this order; the first that
/// fails decides.
/// </summary>
public static class AccessRules
{
    /// <summary>Why not, or null when all is well.</summary>
    /// <param name="policy">The policy in force.</param>
    /// <param name="allowByDefault">What holds for a printer without lists.</param>
    /// <param name="question">What is asked.</param>
    public static AdmissionRefusal? Evaluate(AccessSnapshot policy, bool allowByDefault, AccessQuestion question) =>
        (question.Client is { } client ? SoftwareRules.Evaluate(policy, client) : null)
        ?? (question.Resource is { } resource ? OfResource(policy, allowByDefault, question, resource) : Unknown(question));

    /// <summary>
    /// Who may use a printer. A deny wins over every allow; a printer with an allow list is for those on it only; the default holds for a
    /// printer without an allow list.
    /// </summary>
    public static Permission Permits(AccessSnapshot policy, bool allowByDefault, string? domain, string? user, string resource)
    {
        if (policy.Access(resource) is { } access)
        {
            var name = Principal.User(domain, user);
            var groups = policy.GroupsOf(name);
            if (First(access.Denied, name, groups) is { } denied)
            {
                return new Permission(false, $"deny {denied} on {resource}");
            }

            if (First(access.Allowed, name, groups) is { } allowed)
            {
                return new Permission(true, $"allow {allowed} on {resource}");
            }

            if (access.Allowed.Count > 0)
            {
                return new Permission(false, $"not on the allow list of {resource}");
            }
        }

        return new Permission(allowByDefault, allowByDefault ? "default allow" : "default deny");
    }

    private static AdmissionRefusal? OfResource(AccessSnapshot policy, bool allowByDefault, AccessQuestion question, ResourceFacts resource)
    {
        var permission = Permits(policy, allowByDefault, question.Domain, question.User, resource.Name);
        var (name, user) = (resource.Name, $"{question.Domain}\\{question.User}");
        return !permission.IsAllowed
            ? new(
                RefusalCodes.NotAllowed, permission.Rule, question.Lease ? $"You may not use '{name}'." : $"You may not print on '{name}'.",
                $"{user} may not use {name}: {permission.Rule}.")
            : !resource.Enabled
            ? new(
                RefusalCodes.PrinterDisabled, $"disable {name}", $"{Noun(question)} '{name}' is out of service.",
                $"{name} is disabled; 'ticketflow-ops queue enable {name}' ends that.")
            : resource.Exclusive != question.Lease
            ? OfTheOtherUse(name, question.Lease)
            : !resource.Accepting
            ? new(
                RefusalCodes.PrinterNotAccepting, $"drain {name}",
                question.Lease ? $"'{name}' is not lent at the moment." : $"Printer '{name}' takes no new jobs at the moment.",
                $"{name} is being drained; 'ticketflow-ops queue accept {name}' ends that.")
            : resource.Stopped && question.Client is null
            ? new(
                RefusalCodes.PrinterStopped, $"stopped {name}",
                question.Lease ? $"'{name}' does not work at the moment." : $"Printer '{name}' has stopped, too.",
                $"{name} is stopped, so {user} cannot {(question.Lease ? "have it" : "move a job there")}; see the printer's health.")
            : null;
    }

    /// <summary>A job for what has no queue, or a lease of what has one.</summary>
    private static AdmissionRefusal OfTheOtherUse(string name, bool lease) => lease
        ? Leases.LeaseDecider.HasQueue(name)
        : new(
            RefusalCodes.ResourceExclusive, $"one at a time on {name}",
            $"'{name}' takes no print jobs: one user at a time has it, by 'ticketflow lease {name}'.",
            $"{name} is used exclusively; 'ticketflow-ops resource queued {name}' gives it a queue.");

    private static string Noun(AccessQuestion question) => question.Lease ? "Resource" : "Printer";

    private static AdmissionRefusal Unknown(AccessQuestion question) => new(
        RefusalCodes.PrinterUnknown, "printer-known", $"There is no {Noun(question).ToLowerInvariant()} '{question.Printer}'.",
        $"'{question.Printer}' is not registered; 'ticketflow-ops printer list' shows what is.");

    /// <summary>The rule that applies: the user's own first, then groups by name, then everybody's.</summary>
    private static string? First(IReadOnlySet<string> list, string user, IReadOnlySet<string> groups)
    {
        if (list.Count == 0)
        {
            return null;
        }

        if (list.Contains(user))
        {
            return user;
        }

        var (few, many) = list.Count < groups.Count ? (list, groups) : (groups, list);
        return few.Where(many.Contains).Min(StringComparer.Ordinal) ?? (list.Contains(Principal.Everybody) ? Principal.Everybody : null);
    }
}
