using System.Text.Json;
using TicketFlow.EventStore.Events;
using TicketFlow.Reporting.Facts;
using TicketFlow.Reporting.Organisation;

namespace TicketFlow.Reporting.Ledger;

/// <summary>Makes the row of an ended attempt.</summary>
internal static class OutcomeOf
{
    private const string ActorHeader = "actor";

    public static Outcome Event(IEvent @event, JobRecord job, Ending ending, LedgerContext context)
    {
        var at = @event.Timestamp;
        var person = context.Organisation.At(AssignmentKinds.Person, OrganisationBook.PersonKey(job.Domain, job.User), at);
        var resource = job.Resource is null ? null : context.Resources.Find(job.Resource);
        return new Outcome(
            @event.Sequence, @event.Id, at, ending.Kind, job.JobId, job.Attempt, ending.IsFinal, ending.IsFinal && job.Endings == 1,
            ending.Code, ending.Rule, ending.Grade, Actor(@event))
        {
            Agent = job.Agent,
            Resource = job.Resource,
            ResourceKind = resource?.Kind,
            Site = job.Resource is null ? null : context.SiteOf(job.Resource, resource, at),
            Domain = job.Domain,
            User = job.User,
            Department = person?.Department,
            CostCentre = context.Organisation.CostCentreOf(person, at),
            Groups = person?.Groups ?? [],
            Mechanism = job.Mechanism,
            Bytes = job.Bytes,
            BytesSent = ending.BytesSent,
            Pages = job.Pages,
            Copies = job.Copies,
            Sheets = job.Sheets,
            Colour = job.Colour,
            Sides = job.Sides,
            Paper = job.Paper,
            OpenedAt = job.OpenedAt,
            QueuedAt = job.QueuedAt,
            StartedAt = job.StartedAt,
            WaitMs = job.WaitMs,
            PrintMs = job.PrintMs,
        };
    }

    /// <summary>Counted when it ended, for the user as placed then. It prints nothing, which is known.</summary>
    public static Outcome Lease(IEvent @event, LeaseEnded lease, LedgerContext context)
    {
        var at = @event.Timestamp;
        var (domain, user) = (lease.Domain.ToLowerInvariant(), lease.User.ToLowerInvariant());
        var person = context.Organisation.At(AssignmentKinds.Person, OrganisationBook.PersonKey(domain, user), at);
        var resource = context.Resources.Find(lease.Name);
        return new Outcome(
            @event.Sequence, @event.Id, at, OutcomeKinds.Leased, lease.LeaseId, Attempt: 0, IsFinal: true, IsFirst: false, lease.Reason,
            Rule: null, Grade: null, Actor(@event))
        {
            Agent = lease.Agent,
            Resource = lease.Name,
            ResourceKind = resource?.Kind,
            Site = context.SiteOf(lease.Name, resource, at),
            Domain = domain,
            User = user,
            Department = person?.Department,
            CostCentre = context.Organisation.CostCentreOf(person, at),
            Groups = person?.Groups ?? [],
            Pages = 0,
            Sheets = 0,
            OpenedAt = lease.From,
            StartedAt = lease.From,
            PrintMs = JobLedgerFold.Between(lease.From, lease.To),
        };
    }

    private static string? Actor(IEvent @event) =>
        @event.Headers.TryGetValue(ActorHeader, out var actor) && actor.ValueKind == JsonValueKind.String ? actor.GetString() : null;
}
