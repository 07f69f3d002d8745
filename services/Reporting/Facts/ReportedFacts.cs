using TicketFlow.EventStore;
using TicketFlow.Reporting.Organisation;

namespace TicketFlow.Reporting.Facts;

/// <summary>Stored names of the events that reporting reads; the writers' maps are the originals.</summary>
public static class ReportedFacts
{
    /// <summary>Class to stored alias: the ticket server's events.</summary>
    public static IReadOnlyDictionary<Type, string> Aliases { get; } = new Dictionary<Type, string>
    {
        [typeof(JobOpened)] = "job_opened",
        [typeof(JobDescribed)] = "job_described",
        [typeof(JobRefused)] = "job_refused",
        [typeof(GoAheadIssued)] = "go_ahead_issued",
        [typeof(TransferStarted)] = "transfer_started",
        [typeof(TransferStartFailed)] = "transfer_start_failed",
        [typeof(TransferCompleted)] = "transfer_completed",
        [typeof(TransferFailed)] = "transfer_failed",
        [typeof(TransferInterrupted)] = "transfer_interrupted",
        [typeof(JobCancelled)] = "job_cancelled",
        [typeof(JobMoved)] = "job_moved",
        [typeof(ResendChosen)] = "resend_chosen",
        [typeof(ResourceRegistered)] = "resource_registered",
        [typeof(ResourceChanged)] = "resource_changed",
        [typeof(ResourceDisabled)] = "resource_disabled",
        [typeof(ResourceEnabled)] = "resource_enabled",
        [typeof(ResourceStopped)] = "resource_stopped",
        [typeof(ResourceWorks)] = "resource_works",
        [typeof(LeaseEnded)] = "lease_ended",
    };

    /// <summary>Registers them.</summary>
    public static void Configure(StoreOptions options)
    {
        OrganisationEventTypes.Configure(options);
        foreach (var (type, alias) in Aliases.Concat(Pricing.TariffEventTypes.Aliases))
        {
            options.Events.MapEventType(type, alias);
        }
    }
}
