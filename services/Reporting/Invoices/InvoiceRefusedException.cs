using System.Globalization;

namespace TicketFlow.Reporting.Invoices;

/// <summary>What was asked for is not done, and nothing has changed. The message says what to do next.</summary>
public sealed class InvoiceRefusedException(string code, string message) : Exception(message)
{
    /// <summary>One of <see cref="InvoiceErrors"/>.</summary>
    public string Code { get; } = code;

    internal static InvoiceRefusedException Issued(string number) => new(
        InvoiceErrors.Issued, $"It was issued as {number} and never changes. Credit {number} first, then draft anew.");

    internal static InvoiceRefusedException NotDrafted() => new(
        InvoiceErrors.NotDrafted, "There is no draft to issue. Make one with 'invoice draft' and look at it.");

    internal static InvoiceRefusedException NotIssued() => new(
        InvoiceErrors.NotIssued, "Only an issued invoice can be credited; a draft is taken back with 'invoice withdraw'.");

    internal static InvoiceRefusedException CreditInvalid(string sentence) => new(InvoiceErrors.CreditInvalid, sentence);

    internal static InvoiceRefusedException CreditExceeds(string rest) => new(
        InvoiceErrors.CreditExceeds, $"More is wanted than is left: {rest} can still be credited. 'invoice show' tells what was.");

    internal static InvoiceRefusedException LineUnknown(int position) => new(
        InvoiceErrors.LineUnknown, string.Create(
            CultureInfo.InvariantCulture, $"The invoice has no line {position}. 'invoice show' tells the lines with their positions."));

    internal static InvoiceRefusedException Outdated(decimal before, decimal now, string currency) => new(
        InvoiceErrors.DraftOutdated, string.Create(
            CultureInfo.InvariantCulture,
            $"Charges or settings have changed since it was drafted ({before} {currency} then, {now} {currency} now). "
            + $"Draft it again and look."));
}

/// <summary>Why something about an invoice was refused. Stable.</summary>
public static class InvoiceErrors
{
    /// <summary>Issued invoices never change.</summary>
    public const string Issued = "invoice-issued";

    /// <summary>There is no draft.</summary>
    public const string NotDrafted = "invoice-not-drafted";

    /// <summary>It was not issued.</summary>
    public const string NotIssued = "invoice-not-issued";

    /// <summary>The charges or settings are not those of the draft any more.</summary>
    public const string DraftOutdated = "invoice-draft-outdated";

    /// <summary>The month is not over.</summary>
    public const string PeriodOpen = "invoice-period-open";

    /// <summary>The statistics do not know all of the month yet, or had to leave events out.</summary>
    public const string ChargesIncomplete = "invoice-charges-incomplete";

    /// <summary>A charge contradicts itself.</summary>
    public const string ChargeInconsistent = "invoice-charge-inconsistent";

    /// <summary>There are no settings: nobody is named as the seller.</summary>
    public const string NoSettings = "invoice-no-settings";

    /// <summary>The settings cannot be used.</summary>
    public const string SettingsInvalid = "invoice-settings-invalid";

    /// <summary>There is no such invoice.</summary>
    public const string Unknown = "invoice-unknown";

    /// <summary>Others issued at the same time again and again.</summary>
    public const string Busy = "invoice-busy";

    /// <summary>What is to be credited is no part of an invoice.</summary>
    public const string CreditInvalid = "invoice-credit-invalid";

    /// <summary>More is to be credited than is left.</summary>
    public const string CreditExceeds = "invoice-credit-exceeds";

    /// <summary>The invoice has no such line.</summary>
    public const string LineUnknown = "invoice-line-unknown";

    /// <summary>A credit note needs a reason.</summary>
    public const string ReasonMissing = "invoice-reason-missing";
}
