namespace TicketFlow.Agent.Options;

/// <summary>
/// Sentences for all settings that cannot work. No library: the usual one compiles its rules from expression trees, and the agent
/// would hold 5 MB for the rest of its life for what it looks at once.
/// </summary>
internal sealed class SettingFaults
{
    private readonly List<string> _sentences = [];

    public IReadOnlyList<string> Sentences => _sentences;

    public void Add(string sentence) => _sentences.Add(sentence);

    /// <summary>Adds the sentence when the rule does not hold.</summary>
    public void Unless(bool holds, string sentence)
    {
        if (!holds)
        {
            Add(sentence);
        }
    }

    /// <summary>Adds the sentence when the value lies outside; both bounds are allowed values.</summary>
    public void UnlessBetween<T>(T value, T least, T most, string sentence)
        where T : IComparable<T> => Unless(value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0, sentence);
}
