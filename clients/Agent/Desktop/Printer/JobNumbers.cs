namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>
/// IPP counts jobs by a number, TicketFlow by a key of 80 random bits. The number is the key's first 30 bits, so that it is the same
/// after a restart with nothing written down.
/// </summary>
internal static class JobNumbers
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Characters = 6;
    private const int BitsEach = 5;
    private const int Mask = 31;

    /// <summary>1 to 2³⁰.</summary>
    public static int Of(string key)
    {
        var number = 0;
        foreach (var character in key.AsSpan(0, Characters))
        {
            number = (number << BitsEach) | Math.Max(0, Alphabet.IndexOf(character, StringComparison.Ordinal));
        }

        return number + 1;
    }

    /// <summary>What the key of this number begins with.</summary>
    public static string BeginningOf(int number)
    {
        Span<char> characters = stackalloc char[Characters];
        var rest = number - 1;
        for (var i = Characters - 1; i >= 0; i--, rest >>= BitsEach)
        {
            characters[i] = Alphabet[rest & Mask];
        }

        return new string(characters);
    }
}
