using System.Text.RegularExpressions;

namespace TicketFlow.Ops.Printers;

/// <summary>What a printer's name and capacity must look like.</summary>
internal static partial class PrinterRules
{
    /// <summary>Returns the name in lower case.</summary>
    /// <exception cref="OperationException">Something is out of bounds.</exception>
    public static string Check(string name, int slots, long bytes)
    {
        var lower = name.ToLowerInvariant();
        Demand(Name().IsMatch(lower), $"'{name}' cannot be a printer's name: 1 to 128 of a-z, 0-9, '.', '_' and '-'.");
        Demand(slots is >= 1 and <= 10_000, "--slots must be between 1 and 10000.");
        Demand(bytes >= 1, "--bytes must be 1 or more.");
        return lower;
    }

    private static void Demand(bool condition, string sentence)
    {
        if (!condition)
        {
            throw new OperationException(ExitCodes.Failed, sentence);
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,127}$", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
