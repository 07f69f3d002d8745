namespace TicketFlow.Invoicing.Composing;

/// <summary>Whose month a volume discount looks at. Stored in settings; never rename.</summary>
public enum VolumeSubject
{
    /// <summary>All that the cost centre was charged.</summary>
    CostCentre,

    /// <summary>What each user was charged, as far as this cost centre pays for it.</summary>
    User,
}

/// <summary>
/// A discount that depends on what a whole month comes to. It is no part of a job's price, which is fixed when the job ends: it is a line
/// of its own on the invoice, computed of the month's charges when the invoice is drafted.
/// </summary>
public sealed record VolumeDiscount
{
    /// <summary>Stands on the invoice; each once.</summary>
    public required string Code { get; init; }

    /// <summary>In words; stands on the invoice.</summary>
    public required string Text { get; init; }

    /// <summary>The highest one that is reached counts, for the whole sum.</summary>
    public required IReadOnlyList<VolumeTier> Tiers { get; init; }

    /// <summary>Whose month is looked at.</summary>
    public VolumeSubject Per { get; init; }

    /// <summary>For these cost centres only; null: for all.</summary>
    public IReadOnlyList<string>? CostCentres { get; init; }

    /// <summary>ISO 4217: the currency of the tiers. Invoices in another one have no such discount.</summary>
    public string Currency { get; init; } = "EUR";
}

/// <summary>A step of a volume discount.</summary>
/// <param name="From">Net sum of the month from which it counts.</param>
/// <param name="Percent">Of the whole sum.</param>
public sealed record VolumeTier(decimal From, decimal Percent);

/// <summary>What a volume discount comes to.</summary>
/// <param name="Discount">The discount.</param>
/// <param name="User">Whose, when it looks at users; otherwise null.</param>
/// <param name="Base">Net sum of the month.</param>
/// <param name="Percent">The tier's.</param>
/// <param name="Amount">What is taken off, positive, rounded once.</param>
/// <param name="Jobs">Jobs in the sum.</param>
public sealed record GrantedDiscount(VolumeDiscount Discount, string? User, decimal Base, decimal Percent, decimal Amount, int Jobs);
