namespace TicketFlow.Agent.Desktop.Cups;

/// <summary>What <c>lpoptions -l</c> says of a queue: the choices of each option, and which of them is set.</summary>
internal sealed record QueueOptions(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Choices, IReadOnlyDictionary<string, string> Defaults)
{
    /// <summary>Every queue that knows its printer has it.</summary>
    private const string Paper = "PageSize";

    private const char Set = '*';

    public bool AreThere => Choices.ContainsKey(Paper);

    /// <summary>Lines of the form <c>Duplex/2-Sided Printing: *None DuplexNoTumble DuplexTumble</c>.</summary>
    public static QueueOptions Read(string output)
    {
        var choices = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var defaults = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parts in output.Split('\n').Select(line => line.Split(": ", 2)).Where(parts => parts.Length == 2))
        {
            var option = parts[0].Split('/')[0];
            string[] words = parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            choices[option] = [.. words.Select(word => word.TrimStart(Set))];
            if (words.FirstOrDefault(word => word.StartsWith(Set)) is { } set)
            {
                defaults[option] = set.TrimStart(Set);
            }
        }

        return new QueueOptions(choices, defaults);
    }

    /// <summary>What somebody has set.</summary>
    /// <param name="made">How CUPS set the queue when it made it; null when that is not known: then all may be somebody's.</param>
    public IReadOnlyDictionary<string, string> SetSince(IReadOnlyDictionary<string, string>? made) => Defaults
        .Where(pair => made is null || (made.TryGetValue(pair.Key, out var first) && first != pair.Value))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Those of the settings that the queue can have and has not.</summary>
    public IReadOnlyDictionary<string, string> Missing(IReadOnlyDictionary<string, string> wanted) => wanted
        .Where(pair => Choices.TryGetValue(pair.Key, out var able) && able.Contains(pair.Value)
            && Defaults.GetValueOrDefault(pair.Key) != pair.Value)
        .ToDictionary(StringComparer.Ordinal);

    public bool HasChoicesOf(QueueOptions other) => Choices.Count == other.Choices.Count
        && Choices.All(pair => other.Choices.TryGetValue(pair.Key, out var able) && able.SequenceEqual(pair.Value));
}
