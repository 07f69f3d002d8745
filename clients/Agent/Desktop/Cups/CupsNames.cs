namespace TicketFlow.Agent.Desktop.Cups;

/// <summary>Names CUPS takes: up to 127 characters, and none that CUPS, a shell or a URI would read otherwise.</summary>
internal static class CupsNames
{
    private const int Longest = 127;

    public static string Of(string printer) =>
        new([.. printer.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_').Take(Longest)]);

    /// <summary>As a shell reads it.</summary>
    public static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '=' or '%')
            ? argument
            : "'" + argument.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
