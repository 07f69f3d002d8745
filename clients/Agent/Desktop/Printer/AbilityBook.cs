using TicketFlow.Agent.Jobs;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>What each real printer has told of itself, as it came, in <c>desktop/</c> in the home; guesses for the others.</summary>
internal sealed class AbilityBook(DesktopMemory memory)
{
    private readonly Dictionary<string, IReadOnlyList<IppAttribute>> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();

    /// <summary>Beats when a printer can other things than was known.</summary>
    public Pulse Changes { get; } = new();

    public IReadOnlyList<IppAttribute> Of(string printer)
    {
        lock (_gate)
        {
            if (!_known.TryGetValue(printer, out var abilities))
            {
                _known[printer] = abilities = Read(PathOf(printer)) is { } told ? PrinterAbilities.From(told) : PrinterAbilities.Guessed;
            }

            return abilities;
        }
    }

    /// <summary>When the printer was last heard; null when never.</summary>
    public DateTimeOffset? HeardAt(string printer) =>
        new FileInfo(PathOf(printer)) is { Exists: true } file ? new DateTimeOffset(file.LastWriteTimeUtc) : null;

    /// <summary>Takes what a printer has answered to Get-Printer-Attributes.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Note(string printer, IppMessage answer)
    {
        if (answer.Group(IppTag.PrinterGroup) is not { } told)
        {
            return;
        }

        var (before, now) = (Of(printer), PrinterAbilities.From(told));
        lock (_gate)
        {
            var path = PathOf(printer);
            File.WriteAllBytes(path + ".new", IppWriter.Write(answer));
            File.Move(path + ".new", path, overwrite: true);
            _known[printer] = now;
        }

        if (!now.SequenceEqual(before))
        {
            Changes.Beat();
        }
    }

    private string PathOf(string printer) => Path.Combine(
        memory.Directory,
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(printer.ToUpperInvariant())).AsSpan(0, 8)) + ".ipp");

    private static IppGroup? Read(string path)
    {
        try
        {
            return IppReader.Read(File.ReadAllBytes(path)).Group(IppTag.PrinterGroup);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
