namespace TicketFlow.TicketServer.Budgets;

/// <summary>Whose budget. Subjects are stored in lower case.</summary>
public static class BudgetSubjects
{
    private static readonly string[] Kinds = ["user", "department", "cost-centre"];

    /// <summary>One user's.</summary>
    public static string User(string domain, string user) => $"user:{domain}\\{user}".ToLowerInvariant();

    /// <summary>A department's, of all its people together.</summary>
    public static string Department(string name) => "department:" + name.ToLowerInvariant();

    /// <summary>A cost centre's.</summary>
    public static string CostCentre(string name) => "cost-centre:" + name.ToLowerInvariant();

    /// <summary>What holds for those of the same kind that have no budget of their own.</summary>
    public static string Default(string subject) => subject[..(subject.IndexOf(':', StringComparison.Ordinal) + 1)] + "*";

    /// <summary>Reads one as an operator writes it; null when it is none.</summary>
    public static string? Parse(string text)
    {
        var parts = text.ToLowerInvariant().Split(':', 2);
        var isOne = parts.Length == 2 && Kinds.Contains(parts[0], StringComparer.Ordinal) && parts[1].Length is >= 1 and <= 250
            && !parts[1].Any(c => char.IsControl(c) || c == '|')
            && (parts[0] != "user" || parts[1] == "*" || parts[1].IndexOf('\\', StringComparison.Ordinal) > 0);
        return isOne ? $"{parts[0]}:{parts[1]}" : null;
    }
}
