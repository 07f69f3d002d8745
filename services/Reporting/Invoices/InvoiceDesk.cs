using Npgsql;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Sessions;
using TicketFlow.Invoicing.Documents;
using TicketFlow.Reporting.Invoices.Settings;

namespace TicketFlow.Reporting.Invoices;

/// <summary>
/// Drafts, issues and credits. Each step loads, decides and appends at the version it decided on; an issued invoice and its number are one
/// transaction, so a number is neither lost nor given twice, whoever issues at the same time and whenever a process dies.
/// </summary>
internal sealed class InvoiceDesk(IDocumentStore store, NpgsqlDataSource database, TimeProvider time, string actor)
{
    /// <summary>Each number can be taken by one only: of so many issuers at once every one gets through.</summary>
    private const int Tries = 50;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(40);

    private readonly ChargedMonth _charges = new(database);
    private readonly PeriodClosing _closing = new(database);
    private readonly InvoiceSettingsBook _settings = new(store);

    /// <summary>Adds up the charges of a month and records a draft per cost centre and currency; those issued already stay as they
    /// are.</summary>
    /// <param name="dryRun">Only say what would be drafted.</param>
    /// <param name="progress">Told the number of charges read.</param>
    public async Task<MonthDraft> DraftAsync(
        BillingMonth month, string? costCentre, bool dryRun, IProgress<long>? progress, CancellationToken cancellation)
    {
        var settings = await _settings.GetAsync(cancellation);
        var charged = await _charges.ReadAsync(month, settings, costCentre, progress, cancellation);
        var rows = new List<DraftRow>();
        foreach (var part in charged)
        {
            rows.Add(await DraftAsync(part, month, settings, dryRun, cancellation));
        }

        return new MonthDraft(month, rows);
    }

    /// <summary>Issues a draft.</summary>
    /// <returns>The number; that of before when it was issued already.</returns>
    public async Task<string> IssueAsync(string id, InvoiceDrafted draft, CancellationToken cancellation)
    {
        var settings = await _settings.GetAsync(cancellation);
        var month = BillingMonth.Of(draft.Period.From);
        await _closing.DemandClosedAsync(month, settings, time.GetUtcNow(), cancellation);
        var composed = await ComposeAsync(draft, month, settings, cancellation);
        return await NumberedAsync(
            id, settings, InvoiceKind.Invoice, (state, number) => InvoiceDecisions.Issue(state, composed, number),
            state => state.Issued[^1].Issued.Number, cancellation);
    }

    /// <summary>The document that was looked for; a draft is added up as it stands now.</summary>
    /// <exception cref="InvoiceRefusedException"><c>invoice-not-drafted</c>.</exception>
    public async Task<InvoiceDocument> DocumentAsync(FoundInvoice found, CancellationToken cancellation)
    {
        if (found.Document is { } issued)
        {
            return issued;
        }

        var draft = found.State.Draft ?? throw InvoiceRefusedException.NotDrafted();
        var settings = await _settings.GetAsync(cancellation);
        return (await ComposeAsync(draft, BillingMonth.Of(draft.Period.From), settings, cancellation)).Document;
    }

    /// <summary>Takes an issued invoice back by a credit note, or a part of it.</summary>
    /// <param name="wish">The part; null: all that is left.</param>
    /// <returns>The credit note's number; that of before when the same was credited already.</returns>
    public async Task<string> CreditAsync(string id, string reason, CreditWish? wish, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new InvoiceRefusedException(InvoiceErrors.ReasonMissing, "Say why: the reason is printed on the credit note.");
        }

        var settings = await _settings.GetAsync(cancellation);
        return await NumberedAsync(
            id, settings, InvoiceKind.CreditNote,
            (state, number) => wish is null
                ? InvoiceDecisions.Credit(state, number, reason)
                : InvoiceDecisions.Credit(state, number, reason, wish),
            state => wish is null ? state.Issued[^1].Credited!.Number : state.Issued[^1].NumberOf(wish, reason)!, cancellation);
    }

    /// <summary>Takes a draft back.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> WithdrawAsync(string id, CancellationToken cancellation)
    {
        var (_, events) = await RetryAsync(
            async session => await DecideAsync(session, id, InvoiceDecisions.Withdraw, cancellation), cancellation);
        return events.Count > 0;
    }

    private async Task<ComposedInvoice> ComposeAsync(
        InvoiceDrafted draft, BillingMonth month, InvoiceSettings settings, CancellationToken cancellation) =>
        (await _charges.ReadAsync(month, settings, draft.CostCentre, null, cancellation))
            .FirstOrDefault(c => c.Currency == draft.Currency)?.Compose(settings, month) ?? throw InvoiceRefusedException.NotDrafted();

    private async Task<DraftRow> DraftAsync(
        CostCentreMonth part, BillingMonth month, InvoiceSettings settings, bool dryRun, CancellationToken cancellation)
    {
        var composed = part.Compose(settings, month);
        var row = new DraftRow(part.CostCentre, part.Currency, part.Sum.Charges, part.Sum.Unpriced, composed.Document,
            DraftOutcome.Unassigned);
        if (part.CostCentre.Length == 0)
        {
            return row;
        }

        var id = InvoiceId.Of(month, part.Currency, part.CostCentre);
        if (composed.Document.Lines.Count == 0)
        {
            return row with { Id = id, Outcome = DraftOutcome.Empty };
        }

        var (state, events) = await RetryAsync(async session => await DecideAsync(
            session, id, s => s.Status == InvoiceStatus.Issued || dryRun ? [] : InvoiceDecisions.Draft(s, composed), cancellation),
                cancellation);
        var outcome = state.Status == InvoiceStatus.Issued ? DraftOutcome.Issued
            : dryRun ? DraftOutcome.WouldDraft : events.Count > 0 ? DraftOutcome.Drafted : DraftOutcome.Unchanged;
        return row with { Id = id, Outcome = outcome, Number = outcome == DraftOutcome.Issued ? state.Issued[^1].Issued.Number : null };
    }

    private static async Task<(InvoiceState State, IReadOnlyList<InvoiceEvent> Events)> DecideAsync(
        IDocumentSession session, string id, Func<InvoiceState, IReadOnlyList<InvoiceEvent>> decide, CancellationToken cancellation)
    {
        var stream = await session.Events.FetchForWriting<InvoiceState>(InvoiceId.Stream(id), cancellation);
        var state = stream.Aggregate ?? InvoiceState.Empty;
        var events = decide(state);
        if (events.Count == 0)
        {
            await session.Events.DemandCurrentAsync(stream, cancellation);
        }

        stream.AppendMany(events);
        return (state, events);
    }

    private async Task<string> NumberedAsync(
        string id, InvoiceSettings settings, InvoiceKind kind,
        Func<InvoiceState, InvoiceNumber, IReadOnlyList<InvoiceEvent>> decide, Func<InvoiceState, string> before,
            CancellationToken cancellation)
    {
        string? given = null;
        var (state, _) = await RetryAsync(
            async session =>
            {
                var today = DateOnly.FromDateTime(
                    TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone)).DateTime);
                var numbers = await session.Events.FetchForWriting<InvoiceNumbers>(InvoiceId.NumberStream(today.Year), cancellation);
                var next = InvoiceNumbering.Next(numbers.Aggregate, today, settings);
                var (now, events) = await DecideAsync(session, id, s => decide(s, next), cancellation);
                if (events.Count > 0)
                {
                    numbers.AppendOne(new InvoiceNumberTaken(next.Value, next.Text, id, kind, next.Day));
                }

                given = events.Count > 0 ? next.Text : null;
                return (now, events);
            },
            cancellation);
        return given ?? before(state);
    }

    private async Task<(InvoiceState State, IReadOnlyList<InvoiceEvent> Events)> RetryAsync(
        Func<IDocumentSession, Task<(InvoiceState, IReadOnlyList<InvoiceEvent>)>> decide, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var session = store.LightweightSession();
                session.SetHeader("actor", actor);
                var decided = await decide(session);
                await session.SaveChangesAsync(cancellation);
                return decided;
            }
            catch (Exception e) when (e is EventStreamUnexpectedMaxEventIdException or ExistingStreamIdCollisionException
                or AppendOutcomeUnknownException)
            {
                // Somebody else was first, or nobody knows: look again.
                if (attempt == Tries)
                {
                    throw new InvoiceRefusedException(InvoiceErrors.Busy,
                        "Others change invoices at the same moment again and again. Try again.");
                }

                await Task.Delay(LongestWait * Random.Shared.NextDouble(), time, cancellation);
            }
        }
    }
}
