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
            new InvoiceIssued(number.Text, document with { Lines = [] }, InvoiceFile.Hashes(document), composed.GroupBy, composed.Through),
        ];
    }

    /// <summary>The issued invoice is taken back under this number. One that was taken back already stays as it is.</summary>
    /// <exception cref="InvoiceRefusedException"><c>invoice-not-issued</c>.</exception>
    public static IReadOnlyList<InvoiceEvent> Credit(InvoiceState state, InvoiceNumber number, string reason)
    {
        if (state.Issued is not [.., { Credited: null } last])
        {
            return state.Issued.Count > 0 ? [] : throw InvoiceRefusedException.NotIssued();
        }

        var note = CreditNote.Of(last.Document, number.Text, number.Day, reason);
        return [new InvoiceCredited(number.Text, last.Issued.Number, number.Day, reason, InvoiceFile.Hashes(note))];
    }
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
internal sealed record ComposedInvoice(InvoiceDocument Document, InvoiceGrouping GroupBy, int Unpriced, long Through);
