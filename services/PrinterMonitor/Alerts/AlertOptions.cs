using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using TicketFlow.Delivery;

namespace TicketFlow.PrinterMonitor.Alerts;

/// <summary>How alerts are sent (section <c>Alerts</c>). Who is told what are the rules: <c>ticketflow-ops alert rule</c>.</summary>
public sealed class AlertOptions
{
    /// <summary>The mail server; needed as soon as a rule names a mail address.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>How long trouble must be away before its end is told. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan CloseAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest time for one delivery. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Wait after the first failed try; it doubles with each, up to <see cref="RetryAtMostAfter"/>. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait between two tries. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "7.00:00:00")]
    public TimeSpan RetryAtMostAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Tries until a letter is given up; its row stays. Default 24, about 16 hours.</summary>
    [Range(1, 1000)]
    public int MaxTries { get; set; } = 24;

    /// <summary>
    /// A letter that a monitor has taken belongs to it for this time; when it died in it, it is sent again afterwards. More than
    /// <see cref="Timeout"/>. Default 2 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ClaimFor { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Looks at least this often; changes and due times wake it. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Ended trouble and old letters are deleted after this time. Default 90 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3660.00:00:00")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(90);
}

/// <summary>Tells an operator what is wrong with the section, all of it at once.</summary>
internal sealed class AlertOptionsRules(AlertSecrets secrets) : IValidateOptions<AlertOptions>
{
    public ValidateOptionsResult Validate(string? name, AlertOptions options)
    {
        List<string> wrong = [.. options.Smtp.Host.Length > 0 ? AddressRules.Wrong(options.Smtp, "Alerts:Smtp", secrets.SmtpPassword) : []];
        if (options.ClaimFor <= options.Timeout)
        {
            wrong.Add("Alerts:ClaimFor must be longer than Alerts:Timeout, or a slow delivery would be made twice.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
