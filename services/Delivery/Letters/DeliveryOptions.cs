using System.ComponentModel.DataAnnotations;

namespace TicketFlow.Delivery.Letters;

/// <summary>How letters are carried; the options of whoever writes them build on it.</summary>
public abstract class DeliveryOptions
{
    /// <summary>The mail server; needed as soon as somebody has a mail address.</summary>
    public SmtpOptions Smtp { get; set; } = new();

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
    /// A letter that a service has taken belongs to it for this time; when it died in it, it is sent again afterwards. More than
    /// <see cref="Timeout"/>. Default 2 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ClaimFor { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Looks at least this often; changes and due times wake it. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What is wrong with it beyond single values, in sentences an operator understands.</summary>
    /// <param name="section">The section's name, for example <c>Alerts</c>.</param>
    /// <param name="password">The mail account's.</param>
    public IReadOnlyList<string> Wrong(string section, string? password)
    {
        List<string> wrong = [.. Smtp.Host.Length > 0 ? AddressRules.Wrong(Smtp, section + ":Smtp", password) : []];
        if (ClaimFor <= Timeout)
        {
            wrong.Add($"{section}:ClaimFor must be longer than {section}:Timeout, or a slow delivery would be made twice.");
        }

        return wrong;
    }
}
