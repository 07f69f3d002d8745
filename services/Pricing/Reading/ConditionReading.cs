using System.Globalization;
using System.Text.Json;

namespace TicketFlow.Pricing.Reading;

/// <summary>Reads <c>when</c> and <c>for</c>.</summary>
internal static class ConditionReading
{
    private const string TimeForm = "a time of day from \"00:00\" to \"23:59\"";

    private static readonly Dictionary<string, DayOfWeek> Days = new(StringComparer.Ordinal)
    {
        ["mon"] = DayOfWeek.Monday,
        ["tue"] = DayOfWeek.Tuesday,
        ["wed"] = DayOfWeek.Wednesday,
        ["thu"] = DayOfWeek.Thursday,
        ["fri"] = DayOfWeek.Friday,
        ["sat"] = DayOfWeek.Saturday,
        ["sun"] = DayOfWeek.Sunday,
    };

    public static TariffCondition? Read(ObjectReader owner, string name, List<TariffProblem> problems)
    {
        if (owner.Take(name) is not { } element)
        {
            return null;
        }

        var reader = new ObjectReader(element, owner.PathOf(name), problems);
        var condition = new TariffCondition
        {
            Colour = reader.Flag("colour"),
            Duplex = reader.Flag("duplex"),
            Paper = reader.Words("paper"),
            Resources = reader.Words("resources"),
            Kinds = reader.Words("kinds"),
            Users = reader.Words("users"),
            Groups = reader.Words("groups"),
            Departments = reader.Words("departments"),
            CostCentres = reader.Words("costCentres"),
            PagesFrom = (long?)reader.Amount("pagesFrom", reader.Take("pagesFrom"), 1, int.MaxValue, 0),
            Hours = Hours(reader, problems),
        };
        reader.RejectOthers();
        return condition;
    }

    private static List<TariffHours>? Hours(ObjectReader reader, List<TariffProblem> problems) =>
        reader.Items("hours", 1, 50) is { } items
            ? [.. items.Select((item, i) => Window(item, reader.PathOf($"hours[{i.ToString(CultureInfo.InvariantCulture)}]"), problems))]
            : null;

    private static TariffHours Window(JsonElement item, string path, List<TariffProblem> problems)
    {
        var reader = new ObjectReader(item, path, problems);
        var days = reader.Words("days", Days.ContainsKey, "one of mon, tue, wed, thu, fri, sat, sun");
        var (from, to) = (Time(reader, "from"), Time(reader, "to"));
        reader.RejectOthers();
        return new TariffHours(days is null ? [.. Days.Values] : [.. days.Select(day => Days[day])], from, to);
    }

    private static TimeOnly Time(ObjectReader reader, string name)
    {
        var text = reader.Word(name, reader.Need(name, TimeForm), 5, t => TryTime(t, out _), TimeForm);
        return text is not null && TryTime(text, out var time) ? time : default;
    }

    private static bool TryTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
