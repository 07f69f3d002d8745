using FluentValidation;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Desktop;

/// <summary>Sentences for settings of the desktop's printers that cannot work.</summary>
internal static class DesktopOptionsCheck
{
    private const int LastPort = 65535;

    public static void AddTo(AbstractValidator<AgentOptions> check)
    {
        check.RuleFor(o => o.Desktop.Port).InclusiveBetween(0, LastPort)
            .WithMessage("Desktop:Port must be a TCP port, or 0 to choose one.");
        check.RuleFor(o => o.Desktop.LpdPort).InclusiveBetween(0, LastPort)
            .WithMessage("Desktop:LpdPort must be a TCP port, or 0 for none.");
        check.RuleFor(o => o.Desktop).Must(d => d.Port == 0 || d.Port != d.LpdPort)
            .WithMessage("Desktop:Port and Desktop:LpdPort must not be the same.");
        check.RuleFor(o => o.Desktop.DocumentWait).InclusiveBetween(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24))
            .WithMessage("Desktop:DocumentWait must be between 00:00:01 and 1.00:00:00.");
        check.RuleFor(o => o.Desktop.Refresh).GreaterThanOrEqualTo(TimeSpan.FromSeconds(1))
            .WithMessage("Desktop:Refresh must be at least 00:00:01.");
        check.RuleFor(o => o.Desktop.CupsWait).GreaterThan(TimeSpan.Zero).WithMessage("Desktop:CupsWait must be longer than zero.");
    }
}
