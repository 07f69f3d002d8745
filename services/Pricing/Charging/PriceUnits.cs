namespace TicketFlow.Pricing;

/// <summary>What a rule's price is for. Stored, and the words of <c>per</c> in a tariff; never rename.</summary>
public static class PriceUnits
{
    /// <summary>Once per job.</summary>
    public const string Job = "job";

    /// <summary>Printed side, of all copies.</summary>
    public const string Page = "page";

    /// <summary>Sheet of paper, of all copies.</summary>
    public const string Sheet = "sheet";

    /// <summary>1,000,000 bytes of the document, not rounded.</summary>
    public const string Megabyte = "megabyte";

    /// <summary>Each begun minute of an exclusive resource.</summary>
    public const string Minute = "minute";

    /// <summary>Of a discount: its quantity is an amount.</summary>
    public const string Amount = "amount";

    /// <summary>What a rule may be per.</summary>
    public static IReadOnlyList<string> OfRules { get; } = [Job, Page, Sheet, Megabyte, Minute];
}
