using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using TicketFlow.Delivery;
using TicketFlow.Delivery.Letters;

namespace TicketFlow.Reporting.Schedules;

/// <summary>
/// How scheduled reports are sent (section <c>Reporting:Reports</c>). Which there are: <c>ticketflow-ops report schedule</c>.
/// </summary>
public sealed class ReportOptions : DeliveryOptions
{
    internal const string Section = "Reporting:Reports";

    /// <summary>Where readers find the finance page, like <c>https://finance.example.org/</c>. Default: mails have no link.</summary>
    public string? Page { get; set; }

    /// <summary>Support is told when a report could not be made for so long. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan LateAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>What was sent is forgotten after this time; more than two months. Default 400 days.</summary>
    [Range(typeof(TimeSpan), "62.00:00:00", "3660.00:00:00")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(400);
}

/// <summary>Tells an operator what is wrong with the section, all of it at once.</summary>
internal sealed class ReportOptionsRules(DeliverySecrets secrets) : IValidateOptions<ReportOptions>
{
    public ValidateOptionsResult Validate(string? name, ReportOptions options)
    {
        List<string> wrong = [.. options.Wrong(ReportOptions.Section, secrets.SmtpPassword)];
        if (options.Page is { } page && !AddressRules.IsWeb(page))
        {
            wrong.Add($"{ReportOptions.Section}:Page is '{page}'; it must be the page's address, like https://finance.example.org/.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
