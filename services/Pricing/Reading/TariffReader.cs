using System.Globalization;
using System.Text.Json;
using TicketFlow.Pricing.Reading;
using static TicketFlow.Pricing.TariffProblemCodes;

namespace TicketFlow.Pricing;

/// <summary>Reads tariffs, from files and from the log: the file's form is the stored form, so members are only ever added to it.</summary>
public static class TariffReader
{
    private const decimal Most = 1_000_000m;
    private const int MostBytes = 1_000_000;
    private const int Decimals = 6;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    /// <summary>Reads a file's text.</summary>
    public static TariffReading Parse(ReadOnlyMemory<byte> utf8, int version)
    {
        if (utf8.Length > MostBytes)
        {
            return Failed(TooLarge, "The file is larger than 1 MB; that is no tariff.");
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            return Read(document.RootElement, version);
        }
        catch (JsonException e)
        {
            return Failed(NoJson, $"The file is no JSON: {e.Message}");
        }
    }

    /// <summary>Reads a parsed document.</summary>
    public static TariffReading Read(JsonElement root, int version)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Failed(NoJson, "The file must hold one JSON object: {…}.");
        }

        var problems = new List<TariffProblem>();
        var reader = new ObjectReader(root, "$", problems);
        var tariff = ReadTariff(reader, version, problems);
        reader.RejectOthers();
        CheckTogether(tariff, problems);
        return new TariffReading(problems.Count == 0 ? tariff : null, problems);
    }

    /// <summary>Whether it can name a tariff: 1 to 50 small letters, digits and hyphens, beginning with a letter.</summary>
    public static bool IsName(string text) => text.Length is >= 1 and <= 50 && char.IsAsciiLetterLower(text[0]) && IsCode(text);

    private static bool IsCode(string text) => text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static TariffReading Failed(string code, string text) => new(null, [new TariffProblem("$", code, text)]);

    private static Tariff ReadTariff(ObjectReader reader, int version, List<TariffProblem> problems)
    {
        var name = reader.Word("name", reader.Need("name", "the tariff's name, for example \"standard\""), 50, IsName,
            "1 to 50 small letters, digits and hyphens, beginning with a letter");
        return new Tariff(name ?? "", version, Moment(reader), Currency(reader), Rules(reader, problems))
        {
            Text = reader.Word("text", reader.Take("text"), 500),
            TimeZone = Zone(reader),
            For = ConditionReading.Read(reader, "for", problems),
            Trial = reader.Flag("trial") ?? false,
            UnknownFlat = Unknown(reader, problems),
            Discounts = Discounts(reader, problems),
            Minimum = reader.Amount("minimum", reader.Take("minimum"), 0, Most, Decimals),
            Maximum = reader.Amount("maximum", reader.Take("maximum"), 0, Most, Decimals),
        };
    }

    private static DateTimeOffset Moment(ObjectReader reader)
    {
        const string Form = "a moment with its offset, for example \"2027-01-01T00:00:00+01:00\"";
        var text = reader.Word("effectiveFrom", reader.Need("effectiveFrom", Form), 40, IsMoment, Form);
        return text is null ? default : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
    }

    private static bool IsMoment(string text) =>
        text.IndexOf('T', StringComparison.Ordinal) is var time and > 0
        && (text.EndsWith('Z') || text.AsSpan(time).IndexOfAny('+', '-') > 0)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string Currency(ObjectReader reader)
    {
        var text = reader.Word("currency", reader.Need("currency", "three letters of ISO 4217, for example \"EUR\""), 3);
        if (text is not null && !Currencies.IsKnown(text))
        {
            reader.Add("currency", UnknownCurrency, $"'{text}' is no currency of ISO 4217; write for example \"EUR\".");
        }

        return text ?? "";
    }

    private static TimeZoneInfo Zone(ObjectReader reader)
    {
        var text = reader.Word("timeZone", reader.Take("timeZone"), 60);
        if (text is null || TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone))
        {
            return text is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(text);
        }

        reader.Add("timeZone", UnknownTimeZone, $"'{text}' is no time zone of this machine (tzdata); an example is \"Europe/Berlin\".");
        return TimeZoneInfo.Utc;
    }

    private static decimal? Unknown(ObjectReader reader, List<TariffProblem> problems)
    {
        if (reader.Take("unknown") is not { } element)
        {
            return null;
        }

        if (element.ValueKind == JsonValueKind.String && element.GetString() == "unpriced")
        {
            return null;
        }

        var inner = new ObjectReader(element, reader.PathOf("unknown"), problems);
        var flat = inner.Amount("flat", inner.Need("flat", "a price, or write \"unknown\": \"unpriced\""), 0, Most, Decimals);
        inner.RejectOthers();
        return flat;
    }

    private static List<TariffRule> Rules(ObjectReader reader, List<TariffProblem> problems)
    {
        if (reader.Items("rules", 1, 500) is { } items)
        {
            return [.. items.Select((item, i) => Rule(new ObjectReader(item, At("rules", i), problems), problems))];
        }

        if (problems.TrueForAll(problem => problem.Path != "$.rules"))
        {
            reader.Add("rules", Missing, "is missing: at least one rule with code, text, per and price.");
        }

        return [];
    }

    private static TariffRule Rule(ObjectReader reader, List<TariffProblem> problems)
    {
        var rule = new TariffRule(
            Code(reader), Text(reader),
            reader.Word("per", reader.Need("per", Units), 20, PriceUnits.OfRules.Contains, Units) ?? "",
            reader.Amount("price", reader.Need("price", "a number with at most six decimals"), 0, Most, Decimals) ?? 0,
            ConditionReading.Read(reader, "when", problems),
            reader.Word("group", reader.Take("group"), 50));
        reader.RejectOthers();
        return rule;
    }

    private static string Units => "one of " + string.Join(", ", PriceUnits.OfRules);

    private static List<TariffDiscount> Discounts(ObjectReader reader, List<TariffProblem> problems)
    {
        var items = reader.Items("discounts", 0, 500) ?? [];
        return [.. items.Select((item, i) => Discount(new ObjectReader(item, At("discounts", i), problems), problems))];
    }

    private static TariffDiscount Discount(ObjectReader reader, List<TariffProblem> problems)
    {
        var discount = new TariffDiscount(
            Code(reader), Text(reader),
            reader.Amount("percent", reader.Need("percent", "more than 0, at most 100"), 0.01m, 100, 2) ?? 0,
            ConditionReading.Read(reader, "when", problems),
            reader.Words("on"));
        reader.RejectOthers();
        return discount;
    }

    private static string Code(ObjectReader reader) => reader.Word(
        "code", reader.Need("code", "a short name, for example \"a4-mono\""), 50, IsCode, "1 to 50 small letters, digits, hyphens") ?? "";

    private static string Text(ObjectReader reader) =>
        reader.Word("text", reader.Need("text", "what stands on the invoice"), 200) ?? "";

    private static string At(string list, int i) => string.Create(CultureInfo.InvariantCulture, $"$.{list}[{i}]");

    private static void CheckTogether(Tariff tariff, List<TariffProblem> problems)
    {
        var taken = new HashSet<string>(PriceCodes.All, StringComparer.Ordinal);
        var coded = tariff.Rules.Select((rule, i) => (rule.Code, At("rules", i)))
            .Concat(tariff.Discounts.Select((discount, i) => (discount.Code, At("discounts", i))));
        foreach (var (code, path) in coded.Where(entry => entry.Code.Length > 0 && !taken.Add(entry.Code)))
        {
            problems.Add(new TariffProblem(path + ".code", CodeTaken, $"'{code}' is taken; each rule and discount needs its own."));
        }

        var rules = tariff.Rules.Select(rule => rule.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var (discount, i) in tariff.Discounts.Select((discount, i) => (discount, i)))
        {
            foreach (var code in (discount.On ?? []).Where(code => !rules.Contains(code)))
            {
                problems.Add(new TariffProblem(At("discounts", i) + ".on", UnknownRule, $"There is no rule '{code}'."));
            }
        }

        if (tariff.Minimum > tariff.Maximum)
        {
            problems.Add(new TariffProblem("$.minimum", MinimumAboveMaximum, "is greater than the maximum; no job could satisfy both."));
        }
    }
}
