using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using TicketFlow.Delivery;
using TicketFlow.Delivery.Letters;

namespace TicketFlow.PrinterMonitor.Alerts;

/// <summary>How alerts are sent (section <c>Alerts</c>). Who is told what are the rules: <c>ticketflow-ops alert rule</c>.</summary>
public sealed class AlertOptions : DeliveryOptions
{
    /// <summary>How long trouble must be away before its end is told. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan CloseAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Ended trouble and old letters are deleted after this time. Default 90 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3660.00:00:00")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(90);
}

/// <summary>Tells an operator what is wrong with the section, all of it at once.</summary>
internal sealed class AlertOptionsRules(DeliverySecrets secrets) : IValidateOptions<AlertOptions>
{
    public ValidateOptionsResult Validate(string? name, AlertOptions options) =>
        options.Wrong(AlertModule.Section, secrets.SmtpPassword) is { Count: > 0 } wrong
            ? ValidateOptionsResult.Fail(wrong) : ValidateOptionsResult.Success;
}
