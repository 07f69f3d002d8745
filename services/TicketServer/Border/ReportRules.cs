using FluentValidation;
using TicketFlow.Contracts.Agents;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Border;

internal sealed class GoAheadReceiptRules : AbstractValidator<GoAheadReceipt>
{
    public GoAheadReceiptRules()
    {
        RuleFor(m => m.JobId).JobId();
        RuleFor(m => m.Attempt).Attempt();
    }
}

internal sealed class StartReportRules : AbstractValidator<StartReport>
{
    public StartReportRules()
    {
        RuleFor(m => m.JobId).JobId();
        RuleFor(m => m.Attempt).Attempt();
    }
}

internal sealed class StartFailureRules : AbstractValidator<StartFailure>
{
    public StartFailureRules()
    {
        RuleFor(m => m.JobId).JobId();
        RuleFor(m => m.Attempt).InclusiveBetween(0, Bounds.MostAttempts).WithMessage("The attempt must be 0 or more.");
        RuleFor(m => m.Code).Given("code", Bounds.Version);
        RuleFor(m => m.Text).IfGiven("text", Bounds.Text);
        RuleFor(m => m.Tries).InclusiveBetween(0, Bounds.MostTries).WithMessage($"The tries must be 0 to {Bounds.MostTries}.");
    }
}

internal sealed class StatusUpdateRules : AbstractValidator<StatusUpdate>
{
    public StatusUpdateRules() => RuleFor(m => m.Jobs)
        .Must(jobs => jobs is { Count: <= 2000 }
            && jobs.All(j => j is not null && JobId.IsWellFormed(j.JobId) && j.Attempt is > 0 and <= Bounds.MostAttempts
                && j.BytesSent is >= 0 and <= Bounds.Bytes))
        .WithMessage("A status update names at most 2000 jobs, each by id, attempt and bytes.");
}

internal sealed class CompletionReportRules : AbstractValidator<CompletionReport>
{
    public CompletionReportRules()
    {
        RuleFor(m => m.JobId).JobId();
        RuleFor(m => m.Attempt).Attempt();
        RuleFor(m => m.BytesSent).Size();
        RuleFor(m => m.Grade).Must(grade => grade is CompletionGrades.Accepted or CompletionGrades.Reported or CompletionGrades.Idle
                or CompletionGrades.Counted)
            .WithMessage("The grade must be accepted, reported, idle or counted.");
        RuleFor(m => m.Milliseconds).InclusiveBetween(0, Bounds.Milliseconds)
            .WithMessage("The duration must be 0 or more, and no more than a year.");
    }
}

internal sealed class TransferFailureRules : AbstractValidator<TransferFailure>
{
    public TransferFailureRules()
    {
        RuleFor(m => m.JobId).JobId();
        RuleFor(m => m.Attempt).Attempt();
        RuleFor(m => m.BytesSent).Size();
        RuleFor(m => m.Code).Given("code", Bounds.Version);
        RuleFor(m => m.Text).IfGiven("text", Bounds.Text);
    }
}

internal sealed class InterruptionReportRules : AbstractValidator<InterruptionReport>
{
    public InterruptionReportRules()
    {
        RuleFor(m => m.JobId).JobId();
        RuleFor(m => m.Attempt).Attempt();
        RuleFor(m => m.BytesSent).Size();
    }
}
