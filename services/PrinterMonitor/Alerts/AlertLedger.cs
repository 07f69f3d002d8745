using Npgsql;
using TicketFlow.Delivery.AlertRules;
using TicketFlow.PrinterMonitor.Alerts.Incidents;
using TicketFlow.PrinterMonitor.Alerts.Letters;

namespace TicketFlow.PrinterMonitor.Alerts;

/// <summary>
/// Turns changes of health into incidents and incidents into letters. A pass is one transaction, and one monitor at a time makes passes:
/// what it takes, decides and writes happens together or not at all.
/// </summary>
internal sealed class AlertLedger(NpgsqlDataSource database, AlertRuleSource rules, AlertOptions options)
{
    private const int ChangesAtOnce = 2000;

    // Somebody else makes one; if that one dies in it, this one goes on.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    // 'TFAL'; any number that nobody else locks.
    private const string Lock = "select pg_try_advisory_xact_lock(1413890380)";

    /// <summary>Makes one pass.</summary>
    /// <returns>Whether there is more to take, how many letters were written, and when something is due next.</returns>
    public async Task<PassResult> PassAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var rows = new AlertRows(connection, cancellation);
        if (!await rows.AskAsync(Lock))
        {
            return new PassResult(false, 0, now + LookAgain);
        }

        // The changes first: none of them may be judged by rules that are older than it.
        var facts = await rows.TakeChangesAsync(ChangesAtOnce);
        var (book, version) = await rules.CurrentAsync(cancellation);
        if (await rows.SeeRulesAsync(version))
        {
            await rows.SaveAsync([.. (await rows.OpenIncidentsAsync()).SelectMany(k =>
                IncidentRules.NewNotices(k.Incident, [.. k.Notices.Select(n => n.Rule)], book))]);
        }

        await FollowAsync(rows, facts, book);
        var plan = AlertDecider.Decide(now, book, await rows.DueAsync(now));
        await rows.SaveAsync(plan.Changed);
        foreach (var draft in plan.Letters)
        {
            await rows.PostAsync(LetterText.Write(draft, now), draft.Receivers, now);
        }

        var next = await rows.NextDueAsync();
        await transaction.CommitAsync(cancellation);
        return new PassResult(facts.Count == ChangesAtOnce, plan.Letters.Count, next);
    }

    /// <summary>Deletes what is too old to matter.</summary>
    public async Task SweepAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(AlertSql.Forget);
        command.Parameters.Add(new() { Value = (now - options.KeepFor).UtcDateTime });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task FollowAsync(AlertRows rows, List<HealthFact> facts, AlertRuleBook book)
    {
        if (facts.Count == 0)
        {
            return;
        }

        var known = (await rows.IncidentsOfAsync([.. facts.Select(f => f.Printer).Distinct(StringComparer.Ordinal)]))
            .GroupBy(k => k.Incident.Printer, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        var touched = new Dictionary<Guid, (Incident Incident, IReadOnlyList<Notice> Notices)>();
        foreach (var fact in facts)
        {
            var mine = known.GetValueOrDefault(fact.Printer) ?? [];
            foreach (var change in IncidentRules.Follow(fact, mine, book, options.CloseAfter))
            {
                touched[change.Incident.Id] = Merge(touched.GetValueOrDefault(change.Incident.Id).Notices, change);
                var rest = mine.Find(k => k.Incident.Id == change.Incident.Id).Notices;
                mine = [.. mine.Where(k => k.Incident.Id != change.Incident.Id), Merge(rest, change)];
            }

            // What ended without anybody hearing of it is history: should it come back, it is another incident.
            known[fact.Printer] = [.. mine.Where(k => k.Incident.IsOpen || k.Notices.Any(n => n.Phase == NoticePhase.Closing))];
        }

        await rows.SaveAsync([.. touched.Values.Select(t => t.Incident)]);
        await rows.SaveAsync([.. touched.Values.SelectMany(t => t.Notices)]);
    }

    /// <summary>The change's notices over those before.</summary>
    private static (Incident Incident, IReadOnlyList<Notice> Notices) Merge(
        IReadOnlyList<Notice>? before, (Incident Incident, IReadOnlyList<Notice> Notices) change) =>
        (change.Incident, [.. (before ?? []).ExceptBy(change.Notices.Select(n => n.Rule), n => n.Rule, StringComparer.Ordinal),
            .. change.Notices]);
}

/// <summary>What came of a pass.</summary>
internal sealed record PassResult(bool IsMore, int Letters, DateTimeOffset? NextDue);
