namespace TicketFlow.Agent.Jobs;

/// <summary>Keys of jobs: 80 random bits as 16 characters of a-z and 2-7, unique for this agent for ever.</summary>
internal static class JobKeys
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Characters = 16;

    /// <summary>Whether a text can be one.</summary>
    public static bool IsOne(string text) => text.Length == Characters && text.All(c => Alphabet.Contains(c, StringComparison.Ordinal));

    /// <summary>
    /// The low five bits of each byte of a random GUID. Its random bits come from the system's secure generator; the class for that
    /// would load all of OpenSSL, 5 MB in an agent that needs it for nothing else.
    /// </summary>
    public static string Next() => string.Create(Characters, (Guid.NewGuid(), Guid.NewGuid()), static (key, random) =>
    {
        Span<byte> bytes = stackalloc byte[Characters * 2];
        random.Item1.TryWriteBytes(bytes);
        random.Item2.TryWriteBytes(bytes[Characters..]);

        // Versions and variants stand in the bytes 6 to 8 of each; the first five and the last three of both are random throughout.
        for (var i = 0; i < Characters; i++)
        {
            var part = i < Characters / 2 ? bytes[..Characters] : bytes[Characters..];
            var place = i % (Characters / 2);
            key[i] = Alphabet[part[place < 5 ? place : place + 8] & 31];
        }
    });
}
