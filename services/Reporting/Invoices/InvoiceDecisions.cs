using TicketFlow.Invoicing.Composing;
using TicketFlow.Invoicing.Documents;
using TicketFlow.Invoicing.Files;

namespace TicketFlow.Reporting.Invoices;

/// <summary>What may happen to an invoice. Pure; the same request twice decides nothing the second time.</summary>
internal static class InvoiceDecisions
{
    /// <summary>The charges were added up to this draft.</summary>
    /// <exception cref="InvoiceRefusedException"><c>invoice-issued</c>.</exception>
    public static IReadOnlyList<InvoiceEvent> Draft(InvoiceState state, ComposedInvoice composed)
    {
        if (state.Status == InvoiceStatus.Issued)
        {
            throw InvoiceRefusedException.Issued(state.Issued[^1].Issued.Number);
        }

        var draft = composed.Document;
        var hash = InvoiceFile.HashOf(draft);
        return state.Draft?.Hash == hash
            ? []
            : [
                new InvoiceDrafted(
                    draft.CostCentre, draft.Period, draft.Currency, draft.Lines.Count, draft.Jobs, draft.Net, draft.Tax, draft.Gross,
                    hash, composed.Through),
            ];
    }

    /// <summary>The draft is not wanted.</summary>
    /// <exception cref="InvoiceRefusedException"><c>invoice-issued</c>.</exception>
    public static IReadOnlyList<InvoiceEvent> Withdraw(InvoiceState state) => state.Status switch
    {
        InvoiceStatus.Drafted => [new InvoiceDraftWithdrawn()],
        InvoiceStatus.Issued => throw InvoiceRefusedException.Issued(state.Issued[^1].Issued.Number),
        _ => [],
    };

    /// <summary>The draft is sent under this number. An invoice that is issued already stays as it is.</summary>
    /// <param name="composed">The charges added up again; must be what was drafted.</param>
    /// <exception cref="InvoiceRefusedException"><c>invoice-not-drafted</c>, <c>invoice-draft-outdated</c>.</exception>
    public static IReadOnlyList<InvoiceEvent> Issue(InvoiceState state, ComposedInvoice composed, InvoiceNumber number)
    {
        var draft = composed.Document;
        if (state.Status == InvoiceStatus.Issued)
        {
            return [];
        }

        if (state.Draft is not { } drafted)
        {
            throw InvoiceRefusedException.NotDrafted();
        }

        if (drafted.Hash != InvoiceFile.HashOf(draft))
        {
            throw InvoiceRefusedException.Outdated(drafted.Net, draft.Net, draft.Currency);
        }

        var document = draft with { Number = number.Text, IssuedOn = number.Day, DueOn = number.DueOn };
        return
        [
            .. FrozenLines.Freeze(document.Lines),
            new InvoiceIssued(
                number.Text, document with { Lines = [] }, InvoiceFile.Hashes(document), composed.GroupBy, composed.Through,
                composed.VolumeDiscounts is { Count: > 0 } discounts ? discounts : null),
        ];
    }

    /// <summary>A part of the issued invoice is taken back under this number. The same asked for again decides nothing.</summary>
    /// <exception cref="InvoiceRefusedException">
    /// <c>invoice-not-issued</c>, <c>invoice-line-unknown</c>, <c>invoice-credit-invalid</c>, <c>invoice-credit-exceeds</c>.
    /// </exception>
    public static IReadOnlyList<InvoiceEvent> Credit(InvoiceState state, InvoiceNumber number, string reason, CreditWish wish)
    {
        if (state.Issued is not [.., var last])
        {
            throw InvoiceRefusedException.NotIssued();
        }

        if (last.NumberOf(wish, reason) is not null)
        {
            return [];
        }

        if (last.Credited is { } gone)
        {
            throw InvoiceRefusedException.CreditExceeds($"{gone.Number} left nothing of it that");
        }

        var parts = wish.PartsOf(last.Document, last.PartsCredited);
        var note = PartialCredit.Of(last.Document, last.PartsCredited, parts, number.Text, number.Day, reason);
        return last.PartsCredited.Sum(part => part.Amount) + note.Net == last.Document.Net
            ? [Last(last, note, parts, wish.Text)]
            :
            [
                new InvoicePartlyCredited(
                    number.Text, last.Issued.Number, number.Day, reason, InvoiceFile.Hashes(note), parts, wish.Text, note.Net, note.Tax,
                    note.Gross, note.Jobs),
            ];
    }

    /// <summary>The issued invoice is taken back under this number, or what is left of it. One that was taken back already stays as it
    /// is.</summary>
    /// <exception cref="InvoiceRefusedException"><c>invoice-not-issued</c>.</exception>
    public static IReadOnlyList<InvoiceEvent> Credit(InvoiceState state, InvoiceNumber number, string reason)
    {
        if (state.Issued is not [.., { Credited: null } last])
        {
            return state.Issued.Count > 0 ? [] : throw InvoiceRefusedException.NotIssued();
        }

        if (last.Partly.Count > 0)
        {
            List<CreditedPart> rest =
            [
                .. last.Document.Lines.Select(line => new CreditedPart(line.Position, PartialCredit.RestOf(line, last.PartsCredited)))
                    .Where(part => part.Amount != 0),
            ];
            return [Last(last, PartialCredit.Of(last.Document, last.PartsCredited, rest, number.Text, number.Day, reason), rest, null)];
        }

        var note = CreditNote.Of(last.Document, number.Text, number.Day, reason);
        return [new InvoiceCredited(number.Text, last.Issued.Number, number.Day, reason, InvoiceFile.Hashes(note))];
    }

    private static InvoiceCredited Last(IssuedInvoice invoice, InvoiceDocument note, IReadOnlyList<CreditedPart> rest, string? wish) => new(
        note.Number!, invoice.Issued.Number, note.IssuedOn!.Value, note.Corrects!.Reason, InvoiceFile.Hashes(note), rest, wish, note.Net,
        note.Tax, note.Gross, note.Jobs);
}

/// <summary>The next number of the year.</summary>
/// <param name="Value">1, 2, 3 …</param>
/// <param name="Text">As printed.</param>
/// <param name="Day">Its day.</param>
/// <param name="DueOn">When the money is due.</param>
internal sealed record InvoiceNumber(long Value, string Text, DateOnly Day, DateOnly? DueOn);

/// <summary>The charges of a cost centre and month, added up.</summary>
/// <param name="Document">Without number and date.</param>
/// <param name="GroupBy">What its lines stand under.</param>
/// <param name="Unpriced">Jobs without a price, which are not on it.</param>
/// <param name="Through">The newest event of the log that the charges knew.</param>
internal sealed record ComposedInvoice(InvoiceDocument Document, InvoiceGrouping GroupBy, int Unpriced, long Through)
{
    /// <summary>The discounts by what the month comes to that were in force.</summary>
    public IReadOnlyList<VolumeDiscount>? VolumeDiscounts { get; init; }
}
