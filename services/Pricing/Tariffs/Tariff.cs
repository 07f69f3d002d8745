namespace TicketFlow.Pricing;

/// <summary>One version of a tariff; never changed once it is recorded.</summary>
/// <param name="Name">Small letters, digits, <c>-</c>.</param>
/// <param name="Version">From 1, in the order of recording.</param>
/// <param name="EffectiveFrom">From this moment on; never for what was recorded before the tariff itself.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Rules">In order.</param>
public sealed record Tariff(string Name, int Version, DateTimeOffset EffectiveFrom, string Currency, IReadOnlyList<TariffRule> Rules)
{
    /// <summary>For people.</summary>
    public string? Text { get; init; }

    /// <summary>Times of day and days of the week are those of this time zone.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The jobs it is made for; null: all that no other tariff is made for.</summary>
    public TariffCondition? For { get; init; }

    /// <summary>Only for reports of the kind "what if"; nothing is ever charged by it.</summary>
    public bool Trial { get; init; }

    /// <summary>Price of a job of which a quantity is unknown that a rule needs; null: the job is marked as not priced.</summary>
    public decimal? UnknownFlat { get; init; }

    public IReadOnlyList<TariffDiscount> Discounts { get; init; } = [];

    /// <summary>The least amount of a job; null: none.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>The greatest amount of a job; null: none.</summary>
    public decimal? Maximum { get; init; }
}

/// <summary>A price for something.</summary>
/// <param name="Code">Unique in the tariff; stands in each line.</param>
/// <param name="Text">For people.</param>
/// <param name="Per">One of <see cref="PriceUnits.OfRules"/>.</param>
/// <param name="UnitPrice">Up to six decimals.</param>
/// <param name="When">Null: always.</param>
/// <param name="Group">Of the rules of one group only the first that applies is charged; null: charged beside all others.</param>
public sealed record TariffRule(string Code, string Text, string Per, decimal UnitPrice, TariffCondition? When, string? Group);

/// <summary>A part taken off.</summary>
/// <param name="Code">Unique in the tariff.</param>
/// <param name="Text">For people.</param>
/// <param name="Percent">More than 0, at most 100.</param>
/// <param name="When">Null: always.</param>
/// <param name="On">Codes of the rules it is taken from; null: all.</param>
public sealed record TariffDiscount(string Code, string Text, decimal Percent, TariffCondition? When, IReadOnlyList<string>? On);
