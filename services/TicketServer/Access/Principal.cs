namespace TicketFlow.TicketServer.Access;

/// <summary>
/// Who a rule is for, in the one form that is stored and compared: <c>user:domain\name</c>, <c>group:name</c> or <c>everybody</c>, in lower
/// case.
/// </summary>
public static class Principal
{
    public const string Everybody = "everybody";

    private const string UserPrefix = "user:";
    private const string GroupPrefix = "group:";
    private const int Longest = 128;

    public static string User(string? domain, string? user) => $"{UserPrefix}{domain}\\{user}".ToLowerInvariant();

    public static string Group(string name) => GroupPrefix + name.ToLowerInvariant();

    /// <summary>
    /// Reads <c>DOMAIN\user</c>, <c>user:DOMAIN\user</c>, <c>group:NAME</c> or <c>everybody</c>; null when it is none of them.
    /// </summary>
    public static string? Parse(string text)
    {
        var lower = text.Trim().ToLowerInvariant();
        if (lower == Everybody)
        {
            return lower;
        }

        if (lower.StartsWith(GroupPrefix, StringComparison.Ordinal))
        {
            return IsGroupName(lower[GroupPrefix.Length..]) ? lower : null;
        }

        var name = lower.StartsWith(UserPrefix, StringComparison.Ordinal) ? lower[UserPrefix.Length..] : lower;
        var parts = name.Split('\\');
        return parts.Length == 2 && parts.All(IsName) ? UserPrefix + name : null;
    }

    /// <summary>Whether a group may be called so.</summary>
    public static bool IsGroupName(string name) => IsName(name) && !name.Contains('\\');

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= Longest && name.Trim().Length == name.Length && !name.Any(char.IsControl);
}
