namespace TicketFlow.Printing;

/// <summary>Whose document it is. Free text of users: each mechanism makes it harmless for its own wire.</summary>
/// <param name="Key">Short, unique, <c>a-z0-9-</c>: finds the job again at the printer.</param>
/// <param name="Title">The document's title.</param>
/// <param name="User">Its user.</param>
/// <param name="Host">The sending computer.</param>
public sealed record JobLabel(string Key, string Title, string User, string Host)
{
    /// <summary>Nobody's.</summary>
    public static JobLabel Unnamed { get; } = new("job", "Document", "anonymous", "localhost");
}
