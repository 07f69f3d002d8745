namespace TicketFlow.Agent.Desktop;

/// <summary>Who asks.</summary>
/// <param name="Account">The account whose process holds the connection; proven.</param>
/// <param name="IsSpooler">A print system that speaks for others: its word about the user is believed.</param>
internal sealed record DesktopCaller(string Account, bool IsSpooler)
{
    private const int LongestName = 128;

    public static DesktopCaller Of(string account, DesktopOptions options) => new(
        account,
        options.Spoolers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Contains(account));

    /// <summary>Whose request it is. What a request says of its user counts only from a spooler.</summary>
    /// <param name="claimed">The name in the request.</param>
    public string UserOf(string? claimed) =>
        IsSpooler && claimed is { Length: > 0 and <= LongestName } && !claimed.Any(char.IsControl) ? claimed : Account;
}
