using FluentValidation;
using TicketFlow.Contracts.Agents;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Border;

// What each message must hold. A number or text out of these bounds never gets further than here.

internal static class Bounds
{
    /// <summary>Names: user, domain, printer.</summary>
    public const int Name = 128;

    /// <summary>Versions and operating systems.</summary>
    public const int Version = 100;

    /// <summary>Document titles.</summary>
    public const int Title = 200;

    /// <summary>Free text of an error.</summary>
    public const int Text = 500;

    /// <summary>Bytes of a document: one tebibyte.</summary>
    public const long Bytes = 1L << 40;

    public static IRuleBuilderOptions<T, string?> Given<T>(this IRuleBuilder<T, string?> rule, string what, int max) => rule
        .Must(text => !string.IsNullOrWhiteSpace(text)).WithMessage($"The {what} is missing.")
        .Must(text => text is null || (text.Length <= max && !text.Any(char.IsControl)))
        .WithMessage($"The {what} must have at most {max} characters and no control characters.");

    public static IRuleBuilderOptions<T, string?> IfGiven<T>(this IRuleBuilder<T, string?> rule, string what, int max) => rule
        .Must(text => text is null || (text.Length <= max && !text.Any(char.IsControl)))
        .WithMessage($"The {what} must have at most {max} characters and no control characters.");

    public static IRuleBuilderOptions<T, string?> JobId<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(Jobs.JobId.IsWellFormed).WithMessage("The job id must be 16 characters of a-z and 2-7.");

    public static IRuleBuilderOptions<T, int> Attempt<T>(this IRuleBuilder<T, int> rule) => rule
        .InclusiveBetween(1, 1_000_000).WithMessage("The attempt must be 1 or more.");

    public static IRuleBuilderOptions<T, long> Size<T>(this IRuleBuilder<T, long> rule) => rule
        .InclusiveBetween(0, Bytes).WithMessage("The number of bytes must be 0 or more, and no more than a tebibyte.");

    public static IRuleBuilderOptions<T, long?> Size<T>(this IRuleBuilder<T, long?> rule) => rule
        .Must(bytes => bytes is null or (>= 0 and <= Bytes)).WithMessage("The number of bytes must be 0 or more, and no more than a tebibyte.");

    public static IRuleBuilderOptions<T, int?> PageCount<T>(this IRuleBuilder<T, int?> rule) => rule
        .Must(pages => pages is null or >= 0).WithMessage("The number of pages must be 0 or more.");
}

internal sealed class TicketRequestRules : AbstractValidator<TicketRequest>
{
    public TicketRequestRules()
    {
        RuleFor(m => m.Key).Must(JobId.IsWellFormed).WithMessage("The key must be 16 characters of a-z and 2-7.");
        RuleFor(m => m.ClientVersion).Given("client version", Bounds.Version);
        RuleFor(m => m.OperatingSystem).Given("operating system", Bounds.Version);
        RuleFor(m => m.DriverVersion).Given("driver version", Bounds.Version);
        RuleFor(m => m.Printer).Given("printer", Bounds.Name);
        RuleFor(m => m.Domain).Given("user's domain", Bounds.Name);
        RuleFor(m => m.User).Given("user's name", Bounds.Name);
        RuleFor(m => m.Title).IfGiven("title", Bounds.Title);
        RuleFor(m => m.Address).IfGiven("address", Bounds.Name);
        RuleFor(m => m.Configuration).IfGiven("configuration version", Bounds.Version);
        RuleFor(m => m.Pages).PageCount();
        RuleFor(m => m.Bytes).Size();
    }

    /// <summary>With a good key and no text that could not be stored, the refusal is recorded as the job's only event.</summary>
    public static bool IsAnswerable(TicketRequest request) => JobId.IsWellFormed(request.Key)
        && new[] { request.Printer, request.Domain, request.User }.All(text => text is null || (text.Length <= Bounds.Name && !text.Any(char.IsControl)));
}

internal sealed class JobDescriptionRules : AbstractValidator<JobDescription>
{
    public JobDescriptionRules()
    {
        RuleFor(m => m.JobId).JobId();
        RuleFor(m => m.Address).IfGiven("address", Bounds.Name);
        RuleFor(m => m.Configuration).IfGiven("configuration version", Bounds.Version);
        RuleFor(m => m.Pages).PageCount();
        RuleFor(m => m.Bytes).NotNull().WithMessage("The number of bytes is missing.").Size();
    }
}

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
        RuleFor(m => m.Attempt).InclusiveBetween(0, 1_000_000).WithMessage("The attempt must be 0 or more.");
        RuleFor(m => m.Code).Given("code", Bounds.Version);
        RuleFor(m => m.Text).IfGiven("text", Bounds.Text);
    }
}

internal sealed class StatusUpdateRules : AbstractValidator<StatusUpdate>
{
    public StatusUpdateRules() => RuleFor(m => m.Jobs)
        .Must(jobs => jobs is { Count: <= 2000 } && jobs.All(j => j is not null && JobId.IsWellFormed(j.JobId) && j.Attempt > 0 && j.BytesSent >= 0))
        .WithMessage("A status update names at most 2000 jobs, each by id, attempt and bytes.");
}

internal sealed class CompletionReportRules : AbstractValidator<CompletionReport>
{
    public CompletionReportRules()
    {
        RuleFor(m => m.JobId).JobId();
        RuleFor(m => m.Attempt).Attempt();
        RuleFor(m => m.BytesSent).Size();
        RuleFor(m => m.Grade).Must(grade => grade is CompletionGrades.Accepted or CompletionGrades.Idle or CompletionGrades.Counted)
            .WithMessage("The grade must be accepted, idle or counted.");
        RuleFor(m => m.Milliseconds).GreaterThanOrEqualTo(0).WithMessage("The duration must be 0 or more.");
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

internal sealed class CancelRequestRules : AbstractValidator<CancelRequest>
{
    public CancelRequestRules() => RuleFor(m => m.JobId).JobId();
}

internal sealed class JobQueryRules : AbstractValidator<JobQuery>
{
    public JobQueryRules() => RuleFor(m => m.JobId).JobId();
}

internal sealed class PrinterQueryRules : AbstractValidator<PrinterQuery>;

internal sealed class HelloRules : AbstractValidator<Hello>
{
    public HelloRules() => RuleFor(m => m.ClientVersion).IfGiven("client version", Bounds.Version);
}
