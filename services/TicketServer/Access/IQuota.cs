using TicketFlow.Contracts.Agents;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.TicketServer.Access;

/// <summary>Whether the user has pages or money left for the job (M-2).</summary>
public interface IQuota
{
    /// <summary>The refusal, or null when the job may go.</summary>
    ValueTask<AdmissionRefusal?> CheckAsync(TicketRequest request, ResourceEntry resource, CancellationToken cancellation);
}

/// <summary>No quotas are kept.</summary>
internal sealed class UnlimitedQuota : IQuota
{
    public ValueTask<AdmissionRefusal?> CheckAsync(TicketRequest request, ResourceEntry resource, CancellationToken cancellation) =>
        default;
}
