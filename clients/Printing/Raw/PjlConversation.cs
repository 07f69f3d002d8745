using System.Globalization;
using System.Text;

namespace TicketFlow.Printing.Raw;

/// <summary>
/// What is said around a document in PJL (HP's Printer Job Language), and what the printer answers meanwhile. Answers end with a form
/// feed; of one longer than the bound the rest is dropped, so a printer that never stops talking costs nothing.
/// </summary>
internal sealed class PjlConversation(JobLabel label, PrintInstructions chosen)
{
    private const int LongestAnswer = 2048;
    private const int LongestName = 80;
    private const byte FormFeed = 0x0C;
    private const string Escape = "\u001b%-12345X";

    private readonly byte[] _answer = new byte[LongestAnswer];
    private readonly TaskCompletionSource _spoke = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<PjlEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _length;

    private string Name { get; } = Printable($"{label.Key} {label.Title}");

    /// <summary>Completes when the printer has answered anything in PJL.</summary>
    public Task Spoke => _spoke.Task;

    /// <summary>Completes when the printer says that this job ended.</summary>
    public Task<PjlEnd> Ended => _ended.Task;

    /// <summary>The printer's newest line on its display, or null.</summary>
    public string? Display { get; private set; }

    /// <summary>Before the document: name the job, say how to print it, ask to be told.</summary>
    public byte[] Opening() => Encoding.ASCII.GetBytes(
        $"{Escape}@PJL\r\n@PJL JOB NAME = \"{Name}\" DISPLAY = \"{Printable(label.User)}\"\r\n"
        + PjlSettings.Of(chosen) + $"@PJL USTATUS JOB = ON\r\n@PJL USTATUS DEVICE = ON\r\n@PJL ECHO {Printable(label.Key)}\r\n");

    /// <summary>Behind the document.</summary>
    public byte[] Closing() => Encoding.ASCII.GetBytes($"{Escape}@PJL EOJ NAME = \"{Name}\"\r\n{Escape}");

    /// <summary>When the job's end is known, or waited for no longer.</summary>
    public static byte[] Farewell() => Encoding.ASCII.GetBytes($"{Escape}@PJL USTATUSOFF\r\n{Escape}");

    /// <summary>Takes a piece of the back channel.</summary>
    public void Hear(ReadOnlySpan<byte> bytes)
    {
        foreach (var octet in bytes)
        {
            if (octet == FormFeed)
            {
                Take(Encoding.ASCII.GetString(_answer, 0, _length));
                _length = 0;
            }
            else if (_length < LongestAnswer)
            {
                _answer[_length++] = octet;
            }
        }
    }

    private void Take(string answer)
    {
        var lines = answer.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var head = Array.FindIndex(lines, line => line.StartsWith("@PJL", StringComparison.Ordinal));
        if (head < 0)
        {
            return;
        }

        _spoke.TrySetResult();
        var told = lines[(head + 1)..];
        switch (string.Join(' ', lines[head].Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            case "@PJL USTATUS JOB" when Value(told, "NAME") == Name && told.Contains("END", StringComparer.Ordinal):
                _ended.TrySetResult(new PjlEnd(Cancelled: false, Number(Value(told, "PAGES"))));
                break;
            case "@PJL USTATUS JOB" when Value(told, "NAME") == Name && told.Any(IsCancelled):
                _ended.TrySetResult(new PjlEnd(Cancelled: true, Number(Value(told, "PAGES"))));
                break;
            case "@PJL USTATUS DEVICE":
                Display = Value(told, "DISPLAY") ?? Display;
                break;
        }
    }

    private static bool IsCancelled(string line) => line is "CANCELED" or "CANCELLED";

    private static string? Value(string[] lines, string name)
    {
        var line = Array.Find(lines, line => line.StartsWith(name + "=", StringComparison.Ordinal));
        return line?[(name.Length + 1)..].Trim('"');
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A quote or a line end in a title must not become a command.</summary>
    private static string Printable(string text)
    {
        var name = new string([.. text.Take(LongestName).Select(c => c is >= ' ' and <= '~' and not '"' ? c : '_')]).Trim();
        return name.Length > 0 ? name : "_";
    }
}

/// <summary>The printer's word about the end of a job.</summary>
internal sealed record PjlEnd(bool Cancelled, int? Pages);
