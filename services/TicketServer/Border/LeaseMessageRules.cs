using FluentValidation;
using TicketFlow.Contracts.Agents;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Border;

internal sealed class LeaseRequestRules : AbstractValidator<LeaseRequest>
{
    public LeaseRequestRules()
    {
        RuleFor(m => m.Key).Must(JobId.IsWellFormed).WithMessage("The key must be 16 characters of a-z and 2-7.");
        RuleFor(m => m.Resource).Given("resource", Bounds.Name);
        RuleFor(m => m.Domain).Given("user's domain", Bounds.Name);
        RuleFor(m => m.User).Given("user's name", Bounds.Name);
        RuleFor(m => m.Seconds).Must(seconds => seconds is null or (>= 1 and <= LeaseRequest.MostSeconds))
            .WithMessage($"A lease must be for 1 to {LeaseRequest.MostSeconds} seconds.");
    }
}

internal sealed class LeaseRenewalRules : AbstractValidator<LeaseRenewal>
{
    public LeaseRenewalRules()
    {
        RuleFor(m => m.LeaseId).JobId();
        RuleFor(m => m.Resource).Given("resource", Bounds.Name);
    }
}

internal sealed class LeaseReturnRules : AbstractValidator<LeaseReturn>
{
    public LeaseReturnRules()
    {
        RuleFor(m => m).Must(m => JobId.IsWellFormed(m.LeaseId) || (m.LeaseId is null && JobId.IsWellFormed(m.Key)))
            .WithMessage("The lease must be named by its id or by the agent's key, 16 characters of a-z and 2-7.");
        RuleFor(m => m.Resource).Given("resource", Bounds.Name);
    }
}
