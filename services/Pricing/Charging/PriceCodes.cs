namespace TicketFlow.Pricing;

/// <summary>Codes of lines that are no rule's. Stored; never rename. A tariff's own rules may not use them.</summary>
public static class PriceCodes
{
    /// <summary>What it takes to reach the least amount of a job.</summary>
    public const string Minimum = "minimum";

    /// <summary>What is above the greatest amount of a job, taken off.</summary>
    public const string Maximum = "maximum";

    /// <summary>The flat price of a job of which a quantity is unknown.</summary>
    public const string UnknownFlat = "unknown-flat";

    /// <summary>A quantity is unknown and the tariff says to ask, not to guess: amount 0, to be looked at by people.</summary>
    public const string Unpriced = "unpriced";

    /// <summary>The job did not print: nothing is charged. The text says what happened.</summary>
    public const string Refund = "refund";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Minimum, Maximum, UnknownFlat, Unpriced, Refund];
}
