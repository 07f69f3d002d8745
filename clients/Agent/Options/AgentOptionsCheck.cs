using System.ComponentModel.DataAnnotations;
using FluentValidation;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Printing.Bandwidth;

namespace TicketFlow.Agent.Options;

/// <summary>Sentences an operator understands, for every setting that cannot work.</summary>
internal sealed class AgentOptionsCheck : AbstractValidator<AgentOptions>
{
    /// <summary>A Unix socket's path has at most this many bytes on every system.</summary>
    private const int MaxSocketPath = 103;

    public AgentOptionsCheck()
    {
        RuleFor(o => o.Home).NotEmpty().WithMessage("TICKETFLOW_AGENT_HOME is empty and no home directory is known.");
        RuleFor(o => o.Socket).Must(path => path.Length is > 0 and <= MaxSocketPath)
            .WithMessage($"TICKETFLOW_AGENT_SOCKET must have 1 to {MaxSocketPath} characters: the system takes no longer socket path.");
        RuleFor(o => o.Shared).Must(shared => !shared || LocalUser.CanProve)
            .WithMessage("Shared is not possible here: this system does not tell which user opens a local socket. Run one agent per user.");
        RuleFor(o => o.Spool.MemoryThreshold).InclusiveBetween(0, 16 * 1024 * 1024)
            .WithMessage("Spool:MemoryThreshold must be between 0 and 16777216 bytes.");
        RuleFor(o => o.Spool.MemoryTotal).GreaterThanOrEqualTo(0).WithMessage("Spool:MemoryTotal must not be negative.");
        RuleFor(o => o.Spool.DiskTotal).GreaterThanOrEqualTo(0).WithMessage("Spool:DiskTotal must not be negative.");
        RuleFor(o => o.Spool.MaxDocument).GreaterThan(0).WithMessage("Spool:MaxDocument must be at least 1 byte.");
        RuleFor(o => o.Spool.KeepEnded).GreaterThanOrEqualTo(TimeSpan.Zero).WithMessage("Spool:KeepEnded must not be negative.");
        RuleFor(o => o.Spool.OpenWait).GreaterThanOrEqualTo(TimeSpan.Zero).WithMessage("Spool:OpenWait must not be negative.");
        RuleFor(o => o.Transfers.Parallel).InclusiveBetween(1, 4096).WithMessage("Transfers:Parallel must be between 1 and 4096.");
        RuleFor(o => o.Transfers.StatusInterval).GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(100))
            .WithMessage("Transfers:StatusInterval must be at least 00:00:00.100.");
        RuleFor(o => o.Documents.Time).InclusiveBetween(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(5))
            .WithMessage("Documents:Time must be between 00:00:00.001 and 00:05:00.");
        RuleFor(o => o.Documents.Parallel).InclusiveBetween(1, 64).WithMessage("Documents:Parallel must be between 1 and 64.");
        RuleFor(o => o.Transfers.Raw).Custom((limits, context) => CheckLimits(limits, "Raw", context));
        RuleFor(o => o.Transfers.Lpd).Custom((limits, context) => CheckLimits(limits, "Lpd", context));
        RuleFor(o => o.Transfers.Ipp).Custom((limits, context) => CheckLimits(limits, "Ipp", context));
        RuleFor(o => o.Transfers.Ipp.CertificateAuthorities).Must(file => file.Length == 0 || File.Exists(file))
            .WithMessage(o => $"Transfers:Ipp:CertificateAuthorities: there is no file {o.Transfers.Ipp.CertificateAuthorities}.");
        RuleFor(o => o.Transfers.Bandwidth).Custom(CheckBandwidth);
        RuleFor(o => o.Broker.RequestRepeat).GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(50))
            .WithMessage("Broker:RequestRepeat must be at least 00:00:00.050.");
        RuleFor(o => o.Broker.RequestRepeatMax).GreaterThanOrEqualTo(o => o.Broker.RequestRepeat)
            .WithMessage("Broker:RequestRepeatMax must not be shorter than Broker:RequestRepeat.");
        RuleFor(o => o.Broker.IdleDisconnect).GreaterThan(TimeSpan.Zero).WithMessage("Broker:IdleDisconnect must be longer than zero.");
        RuleFor(o => o.Broker.ReconnectWait).GreaterThan(TimeSpan.Zero).WithMessage("Broker:ReconnectWait must be longer than zero.");
        Page.PageOptionsCheck.AddTo(this);
        Notifications.NotificationModule.AddCheck(this);
        RuleFor(o => o.Broker.AnswerWait).GreaterThan(TimeSpan.Zero).WithMessage("Broker:AnswerWait must be longer than zero.");
        Desktop.DesktopOptionsCheck.AddTo(this);
    }

    private static void CheckLimits(object limits, string name, ValidationContext<AgentOptions> context)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(limits, new ValidationContext(limits), found, validateAllProperties: true);
        foreach (var fault in found)
        {
            context.AddFailure($"Transfers:{name}: {fault.ErrorMessage}");
        }
    }

    private static void CheckBandwidth(IList<BandwidthRule> rules, ValidationContext<AgentOptions> context)
    {
        try
        {
            _ = new BandwidthLimits(rules, TimeProvider.System);
        }
        catch (FormatException e)
        {
            context.AddFailure(e.Message);
        }
    }
}
