using FluentValidation;
using TicketFlow.Contracts.Agents;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Border;

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
        RuleFor(m => m.Properties).Print();
        RuleFor(m => m.Bytes).Size();
    }

    /// <summary>With a good key and no text that could not be stored, the refusal is recorded as the job's only event.</summary>
    public static bool IsAnswerable(TicketRequest request) => JobId.IsWellFormed(request.Key)
        && new[] { request.Printer, request.Domain, request.User }.All(
            text => text is null || (text.Length <= Bounds.Name && !text.Any(char.IsControl)));
}

internal sealed class JobDescriptionRules : AbstractValidator<JobDescription>
{
    public JobDescriptionRules()
    {
        RuleFor(m => m.JobId).JobId();
        RuleFor(m => m.Address).IfGiven("address", Bounds.Name);
        RuleFor(m => m.Configuration).IfGiven("configuration version", Bounds.Version);
        RuleFor(m => m.Pages).PageCount();
        RuleFor(m => m.Properties).Print();
        RuleFor(m => m.Bytes).NotNull().WithMessage("The number of bytes is missing.").Size();
    }
}
