namespace TicketFlow.Reporting.Ledger;

/// <summary>Where resources stand together, by their location.</summary>
internal static class LocationSite
{
    /// <summary>"Berlin, hall 2" and "Berlin/hall 2" are at "Berlin"; null without a location.</summary>
    public static string? Of(string? location)
    {
        var end = location?.AsSpan().IndexOfAny(',', '/') ?? -1;
        var site = (end < 0 ? location : location![..end])?.Trim();
        return site is { Length: > 0 } ? site : null;
    }
}
