using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>The server's word for a printer's state, in IPP's words (RFC 8011, sections 5.4.11 and 5.4.12).</summary>
internal static class PrinterStates
{
    private const int LongestText = 250;
    private static readonly string[] None = ["none"];

    /// <param name="word">The server's word.</param>
    /// <param name="processing">A job of this agent is on its way there.</param>
    /// <param name="questions">What jobs of this agent are asked because their printer stopped.</param>
    public static (IppPrinterState State, string[] Reasons, bool Accepts) Of(
        string word, bool processing, IReadOnlyList<string> questions) =>
        word switch
        {
            "out of service" => (IppPrinterState.Stopped, ["deactivated"], false),
            "paused" => (IppPrinterState.Stopped, ["paused"], true),
            "stopped" => (IppPrinterState.Stopped, ["other-error"], true),
            "takes no new jobs" => (Working(processing), None, false),
            _ when questions.Count > 0 => (IppPrinterState.Stopped, ["other-error"], true),
            _ => (Working(processing || word == "busy"), None, true),
        };

    public static string Message(DesktopPrinter printer, IReadOnlyList<string> questions) => (questions, printer) switch
    {
        ([var first, ..], _) => first,
        (_, { State: DesktopPrinter.Unknown }) => "The ticket server has not told its state yet; jobs are taken and kept.",
        (_, { Text: { Length: > 0 } text }) => $"{Capital(printer.State)}: {Short(text).TrimEnd('.')}.",
        _ => Capital(printer.State) + ".",
    };

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>A text of IPP has at most 1023 bytes (RFC 8011, section 5.1.2).</summary>
    private static string Short(string text) => text.Length > LongestText ? text[..LongestText] : text;

    private static IppPrinterState Working(bool busy) => busy ? IppPrinterState.Processing : IppPrinterState.Idle;
}
