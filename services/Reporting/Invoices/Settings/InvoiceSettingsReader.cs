using System.Text.Json;
using System.Text.Json.Serialization;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Reporting.Invoices.Settings;

/// <summary>Reads settings from JSON, strictly: a name that is not known is an error, not ignored.</summary>
public static class InvoiceSettingsReader
{
    private static readonly string[] TaxCategories = ["S", "Z", "E", "AE", "O"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reads and checks.</summary>
    /// <exception cref="InvoiceRefusedException"><c>invoice-settings-invalid</c>, with every problem at once.</exception>
    public static InvoiceSettings Read(string json)
    {
        InvoiceSettings settings;
        try
        {
            settings = JsonSerializer.Deserialize<InvoiceSettings>(json, Json) ?? throw new JsonException("the file is empty");
        }
        catch (JsonException e)
        {
            throw new InvoiceRefusedException(InvoiceErrors.SettingsInvalid, $"The settings cannot be read: {e.Message}");
        }

        var problems = Problems(settings).ToList();
        return problems.Count == 0
            ? settings
            : throw new InvoiceRefusedException(InvoiceErrors.SettingsInvalid,
                $"The settings cannot be used: {string.Join("; ", problems)}.");
    }

    /// <summary>As <see cref="Read"/> reads it.</summary>
    public static string Write(InvoiceSettings settings) => JsonSerializer.Serialize(settings, Json);

    private static IEnumerable<string> Problems(InvoiceSettings settings)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(settings.TimeZone, out _))
        {
            yield return $"timeZone '{settings.TimeZone}' is no IANA time zone, such as Europe/Berlin";
        }

        if (settings.NumberPrefix.Length > 12 || !settings.NumberPrefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '/'))
        {
            yield return $"numberPrefix '{settings.NumberPrefix}' has other signs than letters, digits, '-' and '/', or more than 12";
        }

        if (settings.DueDays is < 0 or > 365 || settings.CloseAfterHours is < 0 or > 24 * 31)
        {
            yield return "dueDays must be 0 to 365, closeAfterHours 0 to 744";
        }

        foreach (var problem in VolumeDiscountRules.Problems(settings.VolumeDiscounts)
            .Concat(OfParty("seller", settings.Seller)).Concat(OfTax("tax", settings.Tax))
            .Concat(OfLanguage("language", settings.Language)).Concat(settings.Buyers.SelectMany(OfBuyer)))
        {
            yield return problem;
        }

        foreach (var twice in settings.Buyers.GroupBy(b => b.CostCentre, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            yield return $"the cost centre '{twice.Key}' stands there twice";
        }
    }

    private static IEnumerable<string> OfBuyer(InvoiceBuyer buyer) =>
        (string.IsNullOrWhiteSpace(buyer.CostCentre) ? ["a buyer has no costCentre"] : Array.Empty<string>())
        .Concat(OfParty($"buyer {buyer.CostCentre}", buyer.Party))
        .Concat(buyer.Tax is { } tax ? OfTax($"buyer {buyer.CostCentre}", tax) : [])
        .Concat(OfLanguage($"buyer {buyer.CostCentre}", buyer.Language ?? "en"));

    private static IEnumerable<string> OfParty(string whose, Party party)
    {
        if (string.IsNullOrWhiteSpace(party.Name))
        {
            yield return $"{whose} has no name";
        }

        if (party.Country.Length != 2 || !party.Country.All(char.IsAsciiLetterUpper))
        {
            yield return $"{whose}: country '{party.Country}' is no code of two capital letters (ISO 3166-1)";
        }
    }

    private static IEnumerable<string> OfTax(string whose, TaxRate tax)
    {
        if (!TaxCategories.Contains(tax.Category, StringComparer.Ordinal))
        {
            yield return $"{whose}: tax category '{tax.Category}' is none of {string.Join(", ", TaxCategories)} (UNCL 5305)";
        }

        if (tax.Percent is < 0 or > 100 || (tax.Category == "S") != (tax.Percent > 0))
        {
            yield return $"{whose}: category S has a rate above 0 %, the others have 0 %";
        }

        if (tax.Category is "E" or "AE" or "O" && string.IsNullOrWhiteSpace(tax.Reason))
        {
            yield return $"{whose}: tax category {tax.Category} needs a reason, which is printed";
        }
    }

    private static IEnumerable<string> OfLanguage(string whose, string language) =>
        language is "en" or "de" ? [] : [$"{whose}: language '{language}' is neither en nor de"];
}
