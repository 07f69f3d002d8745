using System.Globalization;
using TicketFlow.EventStore;
using TicketFlow.TicketServer.Budgets;

namespace TicketFlow.Ops.Costs;

/// <summary>What the commands on budgets do.</summary>
internal static class BudgetWork
{
    private const string Budgets = """
        select subject, unit, amount, mode, time_zone, warn_percent, unknown_pages, contact from budget order by subject, unit
        """;

    private const string Accounts = """
        select a.subject, a.unit, a.period, coalesce(own.amount, general.amount), a.granted, a.reserved, a.spent
        from budget_account a
        left join budget own on own.subject = a.subject and own.unit = a.unit
        left join budget general on general.subject = split_part(a.subject, ':', 1) || ':*' and general.unit = a.unit
        where (a.subject = $1 or ($1 like '%:*' and starts_with(a.subject, left($1, -1)))) and ($2::text is null or a.period = $2)
        order by a.period desc, a.subject, a.unit
        """;

    public static async Task<int> RecordAsync(DocumentStore store, BudgetEvent fact, CancellationToken cancellation)
    {
        var session = store.LightweightSession();
        session.SetHeader("actor", "operator:" + Environment.UserName);
        session.Events.Append(fact.StreamKey, fact);
        await session.SaveChangesAsync(cancellation);
        Console.WriteLine(Tell(fact));
        return ExitCodes.Ok;
    }

    public static async Task<int> RemoveAsync(DocumentStore store, BudgetRemoved fact, CancellationToken cancellation)
    {
        await FindAsync(store, fact.Subject, fact.Unit, orGeneral: false, cancellation);
        return await RecordAsync(store, fact, cancellation);
    }

    public static async Task<int> GrantAsync(
        DocumentStore store, string subject, string unit, decimal amount, string? month, string? text, CancellationToken cancellation)
    {
        if (subject.EndsWith('*') || amount == 0)
        {
            throw new OperationException(ExitCodes.Failed, "Grant something to one user, department or cost centre, not to all at once.");
        }

        var set = await FindAsync(store, subject, unit, orGeneral: true, cancellation);
        var period = month ?? BudgetBook.Period(set, TimeProvider.System.GetUtcNow());
        return await RecordAsync(store, new BudgetGranted(subject, unit, period, amount, text), cancellation);
    }

    public static async Task<int> ListAsync(DocumentStore store, bool json, CancellationToken cancellation)
    {
        await using var query = store.DataSource.CreateCommand(Budgets);
        return await Listing.ShowAsync(
            query, json, ["subject", "a month", "mode", "months by", "warns from", "unknown pages", "ask"],
            row => new
            {
                Subject = row.GetString(0),
                Unit = row.GetString(1),
                Amount = row.GetDecimal(2),
                Mode = row.GetString(3),
                TimeZone = row.GetString(4),
                WarnPercent = row.GetInt32(5),
                UnknownPages = row.GetInt32(6),
                Contact = row.GetText(7),
            },
            budget =>
            [
                budget.Subject, Shown(budget.Amount, budget.Unit), budget.Mode, budget.TimeZone, $"{Shown(budget.WarnPercent)} %",
                Shown(budget.UnknownPages), budget.Contact ?? "the helpdesk",
            ],
            cancellation);
    }

    public static async Task<int> ShowAsync(DocumentStore store, string subject, string? month, bool json, CancellationToken cancellation)
    {
        await using var query = store.DataSource.CreateCommand(Accounts);
        query.Parameters.Add(new() { Value = subject });
        query.Parameters.Add(new() { Value = (object?)month ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        return await Listing.ShowAsync(
            query, json, ["month", "subject", "budget", "granted", "put aside", "spent", "left"],
            row => new
            {
                Subject = row.GetString(0),
                Unit = row.GetString(1),
                Month = row.GetString(2),
                Budget = row.IsDBNull(3) ? (decimal?)null : row.GetDecimal(3),
                Granted = row.GetDecimal(4),
                Reserved = row.GetDecimal(5),
                Spent = row.GetDecimal(6),
            },
            a =>
            [
                a.Month, a.Subject, a.Budget is { } budget ? Shown(budget, a.Unit) : "none any more", Shown(a.Granted), Shown(a.Reserved),
                Shown(a.Spent), a.Budget is { } limit ? Shown(limit + a.Granted - a.Reserved - a.Spent, a.Unit) : "",
            ],
            cancellation);
    }

    private static async Task<BudgetSet> FindAsync(
        DocumentStore store, string subject, string unit, bool orGeneral, CancellationToken cancellation)
    {
        foreach (var candidate in orGeneral ? [subject, BudgetSubjects.Default(subject)] : new[] { subject })
        {
            var events = await store.LightweightSession().Events.FetchStreamAsync(
                BudgetEventTypes.StreamKey(candidate), cancellation: cancellation);
            var last = events.Select(e => e.Data).OfType<BudgetEvent>().LastOrDefault(e => e.Unit == unit && e is not BudgetGranted);
            if (last is BudgetSet set)
            {
                return set;
            }
        }

        throw new OperationException(
            ExitCodes.NotFound,
            $"There is no budget in {unit} for {subject}. 'ticketflow-ops budget list' shows all; --unit names another unit.");
    }

    private static string Tell(BudgetEvent fact) => fact switch
    {
        BudgetSet e => $"{e.Subject}: {Shown(e.Amount, e.Unit)} a month; what costs more: {e.Mode}.",
        BudgetGranted e => $"{e.Subject}: {Shown(e.Amount, e.Unit)} beside the budget in {e.Period}.",
        _ => $"{fact.Subject}: no budget in {fact.Unit} any more.",
    };

    private static string Shown(decimal amount, string unit) => $"{Shown(amount)} {unit}";

    private static string Shown(decimal amount) => amount.ToString("0.######", CultureInfo.InvariantCulture);
}
