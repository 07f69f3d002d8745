using TicketFlow.Delivery;

namespace TicketFlow.TicketServer.Support;

/// <summary>
/// Who is told what (section <c>Support</c> of the configuration). Secrets are not here: see <see cref="SupportSecrets"/>.
/// </summary>
public sealed class SupportOptions
{
    /// <summary>Who is told. Default nobody.</summary>
    public List<ReceiverOptions> Receivers { get; set; } = [];

    /// <summary>The mail server; needed when a receiver has a mail address.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>Longest time for one delivery. Default 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Wait after the first failed try; it doubles with each. Default 10 seconds.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait between two tries. Default 1 hour.</summary>
    public TimeSpan RetryAtMostAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Tries until a delivery is given up; its row stays. Default 24, about 16 hours.</summary>
    public int MaxTries { get; set; } = 24;

    /// <summary>
    /// A delivery that a server has taken belongs to it for this time; when the server died in it, it is delivered again afterwards.
    /// Default 2 minutes.
    /// </summary>
    public TimeSpan ClaimFor { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Looks for due deliveries at least this often; new ones wake it. Default 5 seconds.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Notices older than this are deleted, whatever became of them. Default 90 days.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(90);
}

/// <summary>One who is told: a mail address or a web address.</summary>
public sealed class ReceiverOptions
{
    /// <summary>Name, unique; deliveries are kept under it. a-z, 0-9 and '-'.</summary>
    public string Name { get; set; } = "";

    /// <summary>Mail address.</summary>
    public string? Mail { get; set; }

    /// <summary>Web address that takes a POST with JSON.</summary>
    public string? Webhook { get; set; }

    /// <summary>Only these <see cref="SupportKinds"/>. Default all.</summary>
    public List<string> Kinds { get; set; } = [];

    /// <summary>Of the notices that have causes, only those with one of these (for example <c>media-empty</c>). Default all.</summary>
    public List<string> Causes { get; set; } = [];

    internal bool Wants(SupportNotice notice) =>
        (Kinds.Count == 0 || Kinds.Contains(notice.Kind))
        && (Causes.Count == 0 || notice.Causes is not { Count: > 0 } causes || causes.Any(Causes.Contains));
}
