using System.Text.Json.Serialization;
using TicketFlow.Invoicing.Composing;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Reporting.Invoices;

// An invoice's life. Streams: "invoice-<period>-<currency>-<cost centre>", one per cost centre, month and currency;
// "invoice-numbers-<year>",
// in which the n-th event takes number n, so that no number can be left out or given twice; "invoice-settings". Storage format: add
// optional
// members only. Who did it is the header "actor", when it was done is the recorded timestamp.

/// <summary>A fact of an invoice's life.</summary>
public abstract record InvoiceEvent;

/// <summary>The charges of the period were added up. A later draft replaces it.</summary>
/// <param name="CostCentre">Whose.</param>
/// <param name="Period">The days.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Lines">Number of lines.</param>
/// <param name="Jobs">Number of jobs charged.</param>
/// <param name="Net">Net amount.</param>
/// <param name="Tax">Tax.</param>
/// <param name="Gross">Gross amount.</param>
/// <param name="Hash">SHA-256 of the draft as canonical JSON; what is issued must be equal to it.</param>
/// <param name="Through">The newest event of the log that the charges knew.</param>
public sealed record InvoiceDrafted(
    string CostCentre, InvoicePeriod Period, string Currency, int Lines, int Jobs, decimal Net, decimal Tax, decimal Gross, string Hash,
        long Through)
    : InvoiceEvent;

/// <summary>The draft was taken back.</summary>
public sealed record InvoiceDraftWithdrawn : InvoiceEvent;

/// <summary>Some of the lines that the next <see cref="InvoiceIssued"/> issues: a large invoice is several events.</summary>
public sealed record InvoiceLinesFrozen(IReadOnlyList<InvoiceLine> Lines) : InvoiceEvent;

/// <summary>Further event numbers of a line frozen before.</summary>
/// <param name="Position">The line's position.</param>
/// <param name="Events">To be added behind a comma.</param>
public sealed record InvoiceLinksFrozen(int Position, string Events) : InvoiceEvent;

/// <summary>The invoice was issued with the lines frozen before; from here on it never changes.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Document">All of it but the lines.</param>
/// <param name="Sha256">Of each form it was rendered in: what is rendered later must be equal to it.</param>
/// <param name="GroupBy">What the lines stand under; needed to make them again.</param>
/// <param name="Through">The newest event of the log that the charges knew.</param>
/// <param name="VolumeDiscounts">Those in force, needed to make the lines again; null: none.</param>
public sealed record InvoiceIssued(
    string Number, InvoiceDocument Document, IReadOnlyDictionary<string, string> Sha256, InvoiceGrouping GroupBy, long Through,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<VolumeDiscount>? VolumeDiscounts = null)
        : InvoiceEvent;

/// <summary>A part of the newest issued invoice of the stream was taken back; more is left of it.</summary>
/// <param name="Number">The credit note's number.</param>
/// <param name="Invoice">The invoice's number.</param>
/// <param name="IssuedOn">The credit note's day.</param>
/// <param name="Reason">In words for the buyer.</param>
/// <param name="Sha256">Of each form of the credit note.</param>
/// <param name="Parts">What of which line.</param>
/// <param name="Wish">As it was asked for; the same with the same reason is a repetition.</param>
/// <param name="Net">Net amount taken back.</param>
/// <param name="Tax">Tax on it.</param>
/// <param name="Gross">Gross amount.</param>
/// <param name="Jobs">Number of jobs concerned.</param>
public sealed record InvoicePartlyCredited(
    string Number, string Invoice, DateOnly IssuedOn, string Reason, IReadOnlyDictionary<string, string> Sha256,
    IReadOnlyList<CreditedPart> Parts, string Wish, decimal Net, decimal Tax, decimal Gross, int Jobs) : InvoiceEvent;

/// <summary>The newest issued invoice of the stream was taken back as a whole, or what was left of it.</summary>
/// <param name="Number">The credit note's number.</param>
/// <param name="Invoice">The invoice's number.</param>
/// <param name="IssuedOn">The credit note's day.</param>
/// <param name="Reason">In words for the buyer.</param>
/// <param name="Sha256">Of each form of the credit note.</param>
/// <param name="Parts">What was left of which line; null: everything, nothing had been taken back before.</param>
/// <param name="Wish">As a part was asked for; null: the whole.</param>
/// <param name="Net">Net amount of what was left; null: the invoice's.</param>
/// <param name="Tax">Tax on it.</param>
/// <param name="Gross">Gross amount.</param>
/// <param name="Jobs">Number of jobs concerned.</param>
public sealed record InvoiceCredited(
    string Number, string Invoice, DateOnly IssuedOn, string Reason, IReadOnlyDictionary<string, string> Sha256,
    IReadOnlyList<CreditedPart>? Parts = null, string? Wish = null, decimal? Net = null, decimal? Tax = null, decimal? Gross = null,
    int? Jobs = null) : InvoiceEvent;

/// <summary>A number was given out; always together with the event that uses it.</summary>
/// <param name="Value">1, 2, 3 … and equal to the event's version in the stream.</param>
/// <param name="Number">As printed.</param>
/// <param name="Invoice">The invoice's id: its stream without <c>invoice-</c>.</param>
/// <param name="Kind">What it is the number of.</param>
/// <param name="IssuedOn">The day; never before that of the number before it.</param>
public sealed record InvoiceNumberTaken(long Value, string Number, string Invoice, InvoiceKind Kind, DateOnly IssuedOn);

/// <summary>The settings for invoices, as a whole.</summary>
public sealed record InvoiceSettingsSet(Settings.InvoiceSettings Settings);

/// <summary>Stored names; they stay.</summary>
public static class InvoiceEventTypes
{
    /// <summary>Class to stored alias.</summary>
    public static IReadOnlyDictionary<Type, string> Aliases { get; } = new Dictionary<Type, string>
    {
        [typeof(InvoiceDrafted)] = "invoice_drafted",
        [typeof(InvoiceDraftWithdrawn)] = "invoice_draft_withdrawn",
        [typeof(InvoiceLinesFrozen)] = "invoice_lines_frozen",
        [typeof(InvoiceLinksFrozen)] = "invoice_links_frozen",
        [typeof(InvoiceIssued)] = "invoice_issued",
        [typeof(InvoicePartlyCredited)] = "invoice_partly_credited",
        [typeof(InvoiceCredited)] = "invoice_credited",
        [typeof(InvoiceNumberTaken)] = "invoice_number_taken",
        [typeof(InvoiceSettingsSet)] = "invoice_settings_set",
    };

    /// <summary>Registers events and aggregates.</summary>
    public static void Configure(EventStore.StoreOptions options)
    {
        foreach (var (type, alias) in Aliases)
        {
            options.Events.MapEventType(type, alias);
        }

        options.Events.Aggregate<InvoiceState>("invoice", (state, e) => InvoiceState.Evolve(state, e.Data));
        options.Events.Aggregate<InvoiceNumbers>("invoice_numbers", (state, e) => InvoiceNumbers.Evolve(state, e.Data));
    }
}
