using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace TicketFlow.Agent.Desktop.Layout;

/// <summary>
/// Ghostscript and CUPS' page filter. A document from anywhere goes through them, so they run apart from the agent: at most two at once,
/// with a limit of time and memory, what they write counted against the spool like every document.
/// </summary>
internal sealed class LayoutPrograms(DesktopMemory memory, DocumentShelf shelf, DesktopOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>Older ones write the time into every PDF: a document that comes again would not be known again.</summary>
    private const int OldestMajor = 10;
    private const int LongestComplaint = 400;
    private const string MemoryKilobytes = "524288";
    private static readonly string[] Strict = ["-dPDFSTOPONERROR"];

    private readonly SemaphoreSlim _turns = new(2);
    private readonly Lock _gate = new();
    private Task<bool>? _there;

    /// <summary>Whether this computer has what it takes; looked for until it is found.</summary>
    public Task<bool> AreThereAsync()
    {
        lock (_gate)
        {
            // What a moment without descriptors or time found missing is looked for again.
            return _there = _there is null or { IsFaulted: true } or { IsCompletedSuccessfully: true, Result: false }
                ? LookAsync()
                : _there;
        }
    }

    /// <param name="device">What Ghostscript writes.</param>
    /// <param name="strict">A fault in a PDF ends it; else it prints what it can. The page filter has looked for faults already.</param>
    /// <param name="target">Kept on the shelf under this name.</param>
    /// <returns>Null when it worked, else why not.</returns>
    public Task<LayoutFault?> GhostscriptAsync(
        string device, bool strict, string target, IReadOnlyList<string> inputs, CancellationToken cancellationToken) => RunAsync(
            options.Ghostscript,
            [
                "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", .. strict ? Strict : [], "-K" + MemoryKilobytes, "-sDEVICE=" + device,
                "-dAutoRotatePages=/None", "-dOmitInfoDate=true", "-dOmitID=true", "-dOmitXMP=true", "-sstdout=%stderr",
                "-sOutputFile=%stdout", .. inputs,
            ],
            target,
            cancellationToken);

    /// <param name="wishes">As CUPS' filters read options.</param>
    /// <param name="target">Kept on the shelf under this name.</param>
    /// <returns>Null when it worked, else why not.</returns>
    public Task<LayoutFault?> PageFilterAsync(string wishes, string target, string input, CancellationToken cancellationToken) =>
        RunAsync(options.PageFilter, ["1", "-", "-", "1", wishes, input], target, cancellationToken);

    public void Dispose() => _turns.Dispose();

    private async Task<bool> LookAsync()
    {
        if (options.Ghostscript.Length == 0 || !File.Exists(options.PageFilter))
        {
            return false;
        }

        var version = "";
        try
        {
            await OtherProgram.RunAsync(
                Start(options.Ghostscript, ["--version"]), options.LayoutWait, clock,
                async (process, either) => version = await process.StandardOutput.ReadToEndAsync(either), CancellationToken.None);
        }
        catch (Win32Exception)
        {
            return false;
        }

        return int.TryParse(version.Split('.')[0], out var major) && major >= OldestMajor;
    }

    private async Task<LayoutFault?> RunAsync(
        string program, IReadOnlyList<string> arguments, string target, CancellationToken cancellationToken)
    {
        var (code, complaint) = (default(string), new StringBuilder());
        await _turns.WaitAsync(cancellationToken);
        try
        {
            var exitCode = await OtherProgram.RunAsync(
                Start(program, arguments), options.LayoutWait, clock, ReadAsync, cancellationToken);
            return exitCode is null
                ? new LayoutFault(null, $"it took longer than {options.LayoutWait}")
                : code is null && exitCode == 0 ? null : new LayoutFault(code, complaint.ToString().Trim());
        }
        catch (Win32Exception e)
        {
            return new LayoutFault(null, e.Message);
        }
        finally
        {
            _turns.Release();
        }

        async Task ReadAsync(Process process, CancellationToken either)
        {
            var complaining = ComplaintsAsync(process.StandardError, complaint, either);
            code = await shelf.KeepAsync(target, process.StandardOutput.BaseStream, null, either);
            if (code is not null && !process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            await complaining;
        }
    }

    /// <summary>What the agent's surroundings say to these programs is not for them.</summary>
    private ProcessStartInfo Start(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = memory.Directory,
            Environment = { ["LC_ALL"] = "C" },
        };
        start.Environment.Remove("GS_OPTIONS");
        start.Environment.Remove("PPD");
        return start;
    }

    /// <summary>Read to the end, for a full pipe stops the program; only the beginning is kept.</summary>
    private static async Task ComplaintsAsync(StreamReader errors, StringBuilder kept, CancellationToken cancellationToken)
    {
        var buffer = new char[1024];
        while (await errors.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            kept.Append(buffer, 0, Math.Min(read, LongestComplaint - kept.Length));
        }
    }
}

/// <summary>Why a document was not laid out.</summary>
/// <param name="Code">Of the agent, when it is no fault of the document: its limits.</param>
/// <param name="Text">What the program said.</param>
internal sealed record LayoutFault(string? Code, string Text);
