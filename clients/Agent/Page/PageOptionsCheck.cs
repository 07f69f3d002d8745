using FluentValidation;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Page;

/// <summary>Sentences for settings of the page that cannot work.</summary>
internal static class PageOptionsCheck
{
    public static void AddTo(AbstractValidator<AgentOptions> check)
    {
        check.RuleFor(o => o.Page.Port).InclusiveBetween(0, 65535).WithMessage("Page:Port must be between 0 (any) and 65535.");
        check.RuleFor(o => o.Page.TokenLife).InclusiveBetween(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
            .WithMessage("Page:TokenLife must be between 00:00:01 and 01:00:00.");
        check.RuleFor(o => o.Page.SessionLife).InclusiveBetween(TimeSpan.FromMinutes(1), TimeSpan.FromDays(30))
            .WithMessage("Page:SessionLife must be between 00:01:00 and 30.00:00:00.");
        check.RuleFor(o => o.Page.Streams).InclusiveBetween(1, 1000).WithMessage("Page:Streams must be between 1 and 1000.");
        check.RuleFor(o => o.Page.LiveJobs).InclusiveBetween(1, 5000).WithMessage("Page:LiveJobs must be between 1 and 5000.");
    }
}
