namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>When a real printer may be asked again what it can: a day after it has told, an hour after it has not.</summary>
internal sealed class AbilityTries(TimeProvider clock)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromDays(1);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromHours(1);
    private readonly Dictionary<string, DateTimeOffset> _next = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="printer">Its name.</param>
    /// <param name="heardAt">When it has told last, perhaps to an agent that has ended since; null when never.</param>
    public bool IsDue(string printer, DateTimeOffset? heardAt)
    {
        var now = clock.GetUtcNow();
        return !(heardAt + GoodFor > now) && !(_next.TryGetValue(printer, out var next) && next > now);
    }

    /// <param name="printer">Its name.</param>
    /// <param name="told">Whether it has answered, and the answer was kept.</param>
    public void Note(string printer, bool told) => _next[printer] = clock.GetUtcNow() + (told ? GoodFor : AgainAfter);
}
