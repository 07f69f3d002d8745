using System.Globalization;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.TicketServer.Access;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.TicketServer.Leases;

/// <summary>Who wants a resource for himself.</summary>
/// <param name="LeaseId">Follows from agent and key.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Domain">The user's domain.</param>
/// <param name="User">The user.</param>
/// <param name="For">For how long; null: as long as is allowed.</param>
/// <param name="Now">UTC.</param>
/// <param name="Silence">How long the agent may be silent.</param>
public sealed record LeaseWish(
    string LeaseId, string Agent, string Domain, string User, TimeSpan? For, DateTimeOffset Now, TimeSpan Silence);

/// <summary>What is recorded, or why nothing is.</summary>
public sealed record LeaseDecision(IReadOnlyList<ResourceEvent> Events, AdmissionRefusal? Refusal = null);

/// <summary>What messages and deadlines do to a lease. Pure; a repetition records nothing.</summary>
public static class LeaseDecider
{
    /// <summary>A request. One that was answered already is answered the same, whatever the rules say by now.</summary>
    /// <param name="state">The resource.</param>
    /// <param name="wish">Who wants it.</param>
    /// <param name="refusal">Why the rules refuse it; null when they do not.</param>
    public static LeaseDecision Ask(ResourceState? state, LeaseWish wish, AdmissionRefusal? refusal)
    {
        if (state?.Use is { } known && (known.Holder?.Id == wish.LeaseId || known.Ended(wish.LeaseId) is not null))
        {
            return new([]);
        }

        if (refusal is not null)
        {
            return new([], refusal);
        }

        // What admission saw may have changed since: the stream decides.
        if (state?.Use is not { } use)
        {
            return new([], HasQueue(state?.Name ?? ""));
        }

        if (use.Holder is { } holder)
        {
            return new([], Taken(state.Name, holder, wish));
        }

        var until = wish.Now + (wish.For is { } wanted && wanted < use.Longest ? wanted : use.Longest);
        var silentAt = wish.Now + wish.Silence;
        return new([new LeaseGranted(
            state.Name, wish.LeaseId, wish.Agent, wish.Domain, wish.User, wish.Now, until, silentAt < until ? silentAt : until)]);
    }

    /// <summary>The user gives it back.</summary>
    public static IReadOnlyList<ResourceEvent> Return(ResourceState? state, string leaseId, string agent, DateTimeOffset now) =>
        state?.Use?.Holder is { } holder && holder.Id == leaseId && holder.Agent == agent
            ? End(state, holder, now, LeaseEnds.Returned)
            : [];

    /// <summary>Its time has come: the whole of it, or its agent was silent for too long.</summary>
    /// <param name="due">When it was to end, UTC.</param>
    public static IReadOnlyList<ResourceEvent> Expire(ResourceState? state, string leaseId, DateTimeOffset due) =>
        state?.Use?.Holder is { } holder && holder.Id == leaseId
            // The table keeps microseconds, the event more.
            ? due.AddMicroseconds(1) > holder.Until
                ? End(state, holder, holder.Until, LeaseEnds.Expired)
                : End(state, holder, due, LeaseEnds.Silent)
            : [];

    /// <summary>An operator takes it away, from whoever has it.</summary>
    public static IReadOnlyList<ResourceEvent> TakeAway(ResourceState? state, string leaseId, DateTimeOffset now) =>
        state?.Use?.Holder is { } holder && holder.Id == leaseId ? End(state, holder, now, LeaseEnds.TakenAway) : [];

    /// <summary>Refuses a lease of a resource that has a queue.</summary>
    public static AdmissionRefusal HasQueue(string name) => new(
        RefusalCodes.ResourceQueued, $"queue {name}",
        $"'{name}' has a queue, so it is not leased. Print on it: ticketflow print FILE -p {name}.",
        $"{name} has a queue; 'ticketflow-ops resource exclusive {name}' changes that.");

    private static AdmissionRefusal Taken(string name, Lease holder, LeaseWish wish)
    {
        var own = holder.Agent == wish.Agent && holder.User == wish.User && holder.Domain == wish.Domain;
        var until = string.Create(CultureInfo.InvariantCulture, $"until {holder.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC at the latest");
        return new(
            RefusalCodes.ResourceTaken, $"one at a time on {name}",
            own
                ? $"You have '{name}' already, {until}. To have it longer, give it back first: ticketflow release {name}."
                : $"{holder.User} has '{name}', {until}. Try again when it is free, or ask {holder.User}.",
            $"{name} is leased to {holder.Domain}\\{holder.User} at {holder.Agent}, {until}; "
            + $"'ticketflow-ops resource take-away {name}' ends that.");
    }

    /// <summary>Never longer than agreed, and never backwards: servers' clocks differ.</summary>
    private static LeaseEnded[] End(ResourceState state, Lease lease, DateTimeOffset at, string reason)
    {
        var to = at < lease.From ? lease.From : at > lease.Until ? lease.Until : at;
        return [new LeaseEnded(state.Name, lease.Id, lease.Agent, lease.Domain, lease.User, lease.From, to, reason)];
    }
}
