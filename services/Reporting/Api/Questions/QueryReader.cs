using System.Globalization;
using Microsoft.AspNetCore.Http;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Reporting.Api.Questions;

/// <summary>Reads a question's parameters and collects all that is wrong with them.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private const int LongestValue = 300;
    private const int MostValues = 200;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<FieldProblem> _problems = [];

    public bool HasProblems => _problems.Count > 0;

    /// <summary>A parameter that stands at most once; null when it does not stand there.</summary>
    public string? One(string name)
    {
        var values = Many(name);
        if (values.Count > 1)
        {
            Refuse(name, FinanceErrors.ParameterTwice, "It may stand only once.");
        }

        return values.Count == 0 ? null : values[0];
    }

    /// <summary>All values of a parameter.</summary>
    public IReadOnlyList<string> Many(string name)
    {
        _known.Add(name);
        var values = query[name];
        if (values.Count > MostValues || values.Any(v => v?.Length > LongestValue || v?.Contains('\0', StringComparison.Ordinal) is true))
        {
            Refuse(name, $"At most {MostValues} values of at most {LongestValue} characters.");
            return [];
        }

        return [.. values.Select(v => v ?? "")];
    }

    /// <summary>One of the words; the first when it does not stand there.</summary>
    public string OneOf(string name, params IReadOnlyList<string> words)
    {
        var value = One(name) ?? words[0];
        if (!words.Contains(value, StringComparer.Ordinal))
        {
            Refuse(name, $"'{value}' is none of {string.Join(", ", words)}.");
        }

        return value;
    }

    public int Number(string name, int least, int most, int otherwise)
    {
        if (One(name) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(name, $"'{text}' is no number between {least} and {most}.");
        return otherwise;
    }

    public void Refuse(string name, string text) => Refuse(name, FinanceErrors.ValueInvalid, text);

    public void Refuse(string name, string code, string text) => _problems.Add(new FieldProblem(name, code, text));

    /// <exception cref="ApiProblemException">Something was wrong, or stands there and is not known.</exception>
    public void Finish()
    {
        foreach (var name in query.Keys.Where(name => !_known.Contains(name)).Order(StringComparer.Ordinal))
        {
            var shown = name.Length > 60 ? name[..60] + "…" : name;
            var known = string.Join(", ", _known.Order(StringComparer.Ordinal));
            Refuse(shown, FinanceErrors.ParameterUnknown, $"There is no such parameter. Known: {known}.");
        }

        if (HasProblems)
        {
            throw new ApiProblemException(ApiProblem.Parameters(_problems));
        }
    }
}
