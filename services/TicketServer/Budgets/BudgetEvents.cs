using TicketFlow.EventStore;

namespace TicketFlow.TicketServer.Budgets;

// The facts of a budget; the stream is budget-SUBJECT, for example budget-user:corp\anna. Storage format: add optional members only.

/// <summary>A fact of a budget.</summary>
public abstract record BudgetEvent(string Subject, string Unit)
{
    /// <summary>The key of the stream.</summary>
    public string StreamKey => BudgetEventTypes.StreamKey(Subject);
}

/// <summary>From now on so much may be used in a month.</summary>
/// <param name="Subject">Whose; <c>user:*</c> is each user's who has none of the own (so departments and cost centres).</param>
/// <param name="Unit"><c>pages</c>, or a currency of ISO 4217.</param>
/// <param name="Amount">In each month.</param>
/// <param name="Mode">One of <see cref="BudgetModes"/>.</param>
/// <param name="TimeZone">Months begin by its clock.</param>
/// <param name="WarnPercent">From this part on users are told what is left.</param>
/// <param name="UnknownPages">As how many pages a job counts whose pages are unknown.</param>
/// <param name="Contact">Whom users are told to ask.</param>
public sealed record BudgetSet(
    string Subject, string Unit, decimal Amount, string Mode, string TimeZone, int WarnPercent, int UnknownPages, string? Contact)
    : BudgetEvent(Subject, Unit);

/// <summary>Something more, or less, in one month.</summary>
/// <param name="Period">The month, like 2026-11.</param>
public sealed record BudgetGranted(string Subject, string Unit, string Period, decimal Amount, string? Text) : BudgetEvent(Subject, Unit);

/// <summary>No budget any more; what was used stays recorded.</summary>
public sealed record BudgetRemoved(string Subject, string Unit) : BudgetEvent(Subject, Unit);

/// <summary>What happens to a job that costs more than is left. Stored; never rename.</summary>
public static class BudgetModes
{
    /// <summary>It prints, and its user is told.</summary>
    public const string Warn = "warn";

    /// <summary>It is held until there is enough, or an operator releases it.</summary>
    public const string Hold = "hold";

    /// <summary>It is refused.</summary>
    public const string Refuse = "refuse";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Warn, Hold, Refuse];
}

/// <summary>Stored names of the budgets' events, and their registration.</summary>
public static class BudgetEventTypes
{
    /// <summary>Class to stored alias.</summary>
    public static IReadOnlyDictionary<Type, string> Aliases { get; } = new Dictionary<Type, string>
    {
        [typeof(BudgetSet)] = "budget_set",
        [typeof(BudgetGranted)] = "budget_granted",
        [typeof(BudgetRemoved)] = "budget_removed",
    };

    /// <summary>The key of the stream of all that is set for a subject.</summary>
    public static string StreamKey(string subject) => "budget-" + subject;

    /// <summary>Registers events and projection.</summary>
    public static void Configure(StoreOptions options)
    {
        foreach (var (type, alias) in Aliases)
        {
            options.Events.MapEventType(type, alias);
        }

        options.Projections.AddInline(new BudgetProjection());
    }
}
