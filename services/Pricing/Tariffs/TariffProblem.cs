namespace TicketFlow.Pricing;

/// <summary>Something in a tariff file that cannot stay so.</summary>
/// <param name="Path">Where, for example <c>$.rules[2].price</c>.</param>
/// <param name="Code">One of <see cref="TariffProblemCodes"/>.</param>
/// <param name="Text">What is wrong, and what would be right.</param>
public sealed record TariffProblem(string Path, string Code, string Text);

/// <summary>Codes of problems in tariff files. Stable; never rename.</summary>
public static class TariffProblemCodes
{
    /// <summary>The file is no JSON object.</summary>
    public const string NoJson = "tariff_no_json";

    /// <summary>The file is larger than a tariff can be.</summary>
    public const string TooLarge = "tariff_too_large";

    /// <summary>A member has a name that means nothing, or stands twice.</summary>
    public const string UnknownMember = "tariff_unknown_member";

    /// <summary>A member is missing.</summary>
    public const string Missing = "tariff_missing";

    /// <summary>A member has the wrong type or form.</summary>
    public const string WrongForm = "tariff_wrong_form";

    /// <summary>A number or a list is outside its limits.</summary>
    public const string OutOfRange = "tariff_out_of_range";

    /// <summary>Not a currency of ISO 4217.</summary>
    public const string UnknownCurrency = "tariff_unknown_currency";

    /// <summary>Not a time zone of the IANA database.</summary>
    public const string UnknownTimeZone = "tariff_unknown_time_zone";

    /// <summary>A code stands twice, or belongs to the program.</summary>
    public const string CodeTaken = "tariff_code_taken";

    /// <summary>A discount names a rule that does not exist.</summary>
    public const string UnknownRule = "tariff_unknown_rule";

    /// <summary>The least amount is greater than the greatest.</summary>
    public const string MinimumAboveMaximum = "tariff_minimum_above_maximum";
}

/// <summary>What came of reading a tariff file.</summary>
/// <param name="Tariff">Null when there are problems.</param>
/// <param name="Problems">All of them.</param>
public sealed record TariffReading(Tariff? Tariff, IReadOnlyList<TariffProblem> Problems);
