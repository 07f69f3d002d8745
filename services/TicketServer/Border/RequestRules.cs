using FluentValidation;
using TicketFlow.Contracts.Agents;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Border;

internal sealed class CancelRequestRules : AbstractValidator<CancelRequest>
{
    public CancelRequestRules()
    {
        RuleFor(m => m.JobId).JobId();
        RuleFor(m => m.Code).IfGiven("code", Bounds.Version);
    }
}

internal sealed class StopReportRules : AbstractValidator<StopReport>
{
    public StopReportRules()
    {
        RuleFor(m => m.JobId).JobId();
        RuleFor(m => m.BytesSent).Size();
    }
}

internal sealed class MoveRequestRules : AbstractValidator<MoveRequest>
{
    public MoveRequestRules()
    {
        RuleFor(m => m.JobId).JobId();
        RuleFor(m => m.Printer).Given("printer", Bounds.Name);
    }
}

internal sealed class WaitRequestRules : AbstractValidator<WaitRequest>
{
    public WaitRequestRules() => RuleFor(m => m.JobId).JobId();
}

internal sealed class HoldRequestRules : AbstractValidator<HoldRequest>
{
    public HoldRequestRules() => RuleFor(m => m.JobId).JobId();
}

internal sealed class YieldRequestRules : AbstractValidator<YieldRequest>
{
    public YieldRequestRules() => RuleFor(m => m.JobId).JobId();
}

internal sealed class ResendRequestRules : AbstractValidator<ResendRequest>
{
    public ResendRequestRules() => RuleFor(m => m.JobId).JobId();
}

internal sealed class JobQueryRules : AbstractValidator<JobQuery>
{
    public JobQueryRules() => RuleFor(m => m.JobId).JobId();
}

internal sealed class PrinterQueryRules : AbstractValidator<PrinterQuery>
{
    public PrinterQueryRules()
    {
        RuleFor(m => m.Domain).IfGiven("domain", Bounds.Name);
        RuleFor(m => m.User).IfGiven("user", Bounds.Name);
    }
}

internal sealed class HelloRules : AbstractValidator<Hello>
{
    /// <summary>
    /// An agent with more open jobs than fit a message states the first ones; the others reconcile by their own messages.
    /// </summary>
    public const int MostJobs = 1000;

    public HelloRules()
    {
        RuleFor(m => m.ClientVersion).IfGiven("client version", Bounds.Version);
        RuleFor(m => m.Start).Must(start => start is null || JobId.IsWellFormed(start))
            .WithMessage("The start must be 16 characters of a-z and 2-7.");
        RuleFor(m => m.Previous)
            .Must(previous => previous is null || (previous.Count <= Hello.MostPrevious && previous.All(JobId.IsWellFormed)))
            .WithMessage("The starts before must each be 16 characters of a-z and 2-7; 16 are the most.");
        RuleFor(m => m.Address).IfGiven("address", Bounds.Name);
        RuleFor(m => m.Jobs)
            .Must(jobs => jobs is null || (jobs.Count <= MostJobs && jobs.All(IsGood)))
            .WithMessage("The agent's jobs must each be named by id or key, with a known state, attempt and bytes; 1000 are the most.");
    }

    private static bool IsGood(HeldJob? job) => job is not null
        && (JobId.IsWellFormed(job.JobId) || (job.JobId is null && JobId.IsWellFormed(job.Key)))
        && job.State is HeldStates.Spooled or HeldStates.Sending or HeldStates.Sent or HeldStates.Interrupted
            or HeldStates.Kept or HeldStates.Gone
        && job.Attempt is >= 0 and <= Bounds.MostAttempts && job.BytesSent is >= 0 and <= Bounds.Bytes;
}
