using System.Globalization;
using System.Text.Json;
using static TicketFlow.Pricing.TariffProblemCodes;

namespace TicketFlow.Pricing.Reading;

/// <summary>Reads the members of one JSON object, notes every problem, and goes on: a file's mistakes are told all at once.</summary>
internal sealed class ObjectReader
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly List<TariffProblem> _problems;
    private readonly string _path;

    public ObjectReader(JsonElement element, string path, List<TariffProblem> problems)
    {
        (_path, _problems) = (path, problems);
        if (element.ValueKind != JsonValueKind.Object)
        {
            Add("", WrongForm, "must be an object: {…}.");
            return;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!_members.TryAdd(member.Name, member.Value))
            {
                Add(member.Name, UnknownMember, "stands twice; keep one.");
            }
        }
    }

    /// <summary>Notes a problem with a member, or with the object itself.</summary>
    public void Add(string member, string code, string text) => _problems.Add(new TariffProblem(PathOf(member), code, text));

    /// <summary>The member's place in the file.</summary>
    public string PathOf(string member) => member.Length == 0 ? _path : $"{_path}.{member}";

    /// <summary>Whatever was not asked for by now is unknown.</summary>
    public void RejectOthers()
    {
        foreach (var name in _members.Keys.Order(StringComparer.Ordinal))
        {
            Add(name, UnknownMember, "is no member that a tariff knows; look at docs/costs.md for the names.");
        }
    }

    /// <summary>The member, taken; null when it is missing or null.</summary>
    public JsonElement? Take(string name) =>
        _members.Remove(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>As <see cref="Take"/>, and a problem when it is missing.</summary>
    public JsonElement? Need(string name, string what)
    {
        if (Take(name) is { } value)
        {
            return value;
        }

        Add(name, Missing, $"is missing: {what}.");
        return null;
    }

    public string? Word(string name, JsonElement? value, int most, Func<string, bool>? rule = null, string? form = null)
    {
        if (value is not { } given)
        {
            return null;
        }

        var text = given.ValueKind == JsonValueKind.String ? given.GetString()! : "";
        if (text.Length >= 1 && text.Length <= most && !text.Any(char.IsControl) && (rule?.Invoke(text) ?? true))
        {
            return text;
        }

        Add(name, WrongForm, $"must be {form ?? $"a text of 1 to {most.ToString(CultureInfo.InvariantCulture)} characters"}.");
        return null;
    }

    public decimal? Amount(string name, JsonElement? value, decimal least, decimal most, int decimals)
    {
        if (value is not { } given)
        {
            return null;
        }

        if (given.ValueKind != JsonValueKind.Number || !given.TryGetDecimal(out var amount))
        {
            Add(name, WrongForm, "must be a number, for example 0.05 (without quotes).");
            return null;
        }

        if (amount >= least && amount <= most && decimal.Round(amount, decimals) == amount)
        {
            return amount;
        }

        Add(name, OutOfRange, string.Create(
            CultureInfo.InvariantCulture, $"must be between {least} and {most} with at most {decimals} digits after the point."));
        return null;
    }

    public bool? Flag(string name)
    {
        var value = Take(name);
        if (value is null or { ValueKind: JsonValueKind.True or JsonValueKind.False })
        {
            return value?.GetBoolean();
        }

        Add(name, WrongForm, "must be true or false.");
        return null;
    }

    /// <summary>A list of texts; null when it is missing.</summary>
    public IReadOnlyList<string>? Words(string name, Func<string, bool>? rule = null, string? form = null)
    {
        if (Items(name, 1, 500) is not { } items)
        {
            return null;
        }

        var words = items.Select((item, i) => Word($"{name}[{i.ToString(CultureInfo.InvariantCulture)}]", item, 200, rule, form));
        return [.. words.OfType<string>()];
    }

    /// <summary>The items of a list; null when it is missing or no list.</summary>
    public IReadOnlyList<JsonElement>? Items(string name, int least, int most)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Add(name, WrongForm, "must be a list: […].");
            return null;
        }

        if (value.GetArrayLength() < least || value.GetArrayLength() > most)
        {
            Add(name, OutOfRange, string.Create(CultureInfo.InvariantCulture, $"must hold {least} to {most} items."));
            return null;
        }

        return [.. value.EnumerateArray()];
    }
}
