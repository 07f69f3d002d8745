using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Spool;

namespace TicketFlow.Agent.Desktop.Lpd;

/// <summary>
/// Receives the files of one connection, control file first or data first. The last of them is acknowledged when every document is a
/// durable job: a sender that got no yes has nothing printed that it does not know of.
/// </summary>
internal sealed class LpdReceiver(
    LpdConversation conversation, DesktopPrinter printer, DesktopCaller caller, DocumentIntake intake, UnansweredJobs unanswered,
    DocumentShelf shelf) : IDisposable
{
    private const byte Abort = 1;
    private const byte ControlFile = 2;
    private const byte DataFile = 3;
    private const byte Yes = 0;
    private const byte No = 1;
    private const byte Later = 2;
    private const int LargestControlFile = 64 * 1024;
    private const int MostFiles = 50;

    private readonly Dictionary<string, string> _shelved = new(StringComparer.Ordinal);
    private readonly List<JobEntry> _taken = [];
    private LpdControlFile? _control;

    public async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        while (await conversation.ReadCommandAsync(cancellationToken) is var (code, operands))
        {
            var parts = operands.Split(' ', 2);
            var length = long.TryParse(parts[0], out var number) ? number : -1;
            switch (code)
            {
                case Abort:
                    Forget();
                    await conversation.AcknowledgeAsync(Yes, cancellationToken);
                    break;
                case ControlFile when length is > 0 and <= LargestControlFile && LpdNames.IsControlFile(parts[^1]):
                    await TakeControlAsync((int)length, cancellationToken);
                    break;
                case DataFile when length >= 0 && LpdNames.IsDataFile(parts[^1]) && _shelved.Count < MostFiles:
                    await TakeDataAsync(parts[^1], length, cancellationToken);
                    break;
                default:
                    throw new InvalidDataException($"Subcommand {code} '{operands}' is not understood.");
            }
        }
    }

    /// <summary>What was not printed by now will be sent again by its sender.</summary>
    public void Dispose() => Forget();

    private async Task TakeControlAsync(int length, CancellationToken cancellationToken)
    {
        await conversation.AcknowledgeAsync(Yes, cancellationToken);
        var bytes = await conversation.ReadFileAsync(length, cancellationToken);
        _control = LpdControlFile.Parse(bytes) ?? throw new InvalidDataException("The control file names no document.");
        await AnswerAsync(cancellationToken);
    }

    private async Task TakeDataAsync(string name, long length, CancellationToken cancellationToken)
    {
        await conversation.AcknowledgeAsync(Yes, cancellationToken);
        var file = JobKeys.Next() + ".lpd";
        var code = await shelf.KeepAsync(file, conversation.File(), length == 0 ? null : length, cancellationToken);
        if (code is not null)
        {
            await conversation.AcknowledgeAsync(Later, cancellationToken);
            throw new IOException($"A document was not taken: {code}.");
        }

        if (_shelved.Remove(name, out var before))
        {
            shelf.Drop(before);
        }

        _shelved[name] = file;
        if (length > 0)
        {
            await conversation.EndFileAsync(cancellationToken);
        }

        await AnswerAsync(cancellationToken);
    }

    /// <summary>
    /// A sender that gets a no, or nothing, sends everything again: what was taken already is then found to be there, and not printed
    /// twice.
    /// </summary>
    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        await unanswered.TellAsync(_taken, async () =>
        {
            var answer = await PrintWhenAllThereAsync(cancellationToken);
            await conversation.AcknowledgeAsync(answer, cancellationToken);
            if (answer != Yes)
            {
                throw new IOException("The spool has no room for all documents; the sender was told so.");
            }
        });
        _taken.Clear();
    }

    private async Task<byte> PrintWhenAllThereAsync(CancellationToken cancellationToken)
    {
        if (_control is not { } control || !control.Documents.All(document => _shelved.ContainsKey(document.File)))
        {
            return Yes;
        }

        foreach (var (file, copies) in control.Documents)
        {
            for (var copy = 0; copy < copies; copy++)
            {
                await using var document = shelf.OpenRead(_shelved[file]);
                var submission = new Submission(
                    printer.Name, control.Title ?? "untitled", caller.UserOf(control.User), Environment.MachineName, null, document);
                if ((await intake.TakeAsync(submission, cancellationToken)).Job is not { } entry)
                {
                    return _taken.Count == 0 ? Later : No;
                }

                _taken.Add(entry);
            }
        }

        Forget();
        return Yes;
    }

    private void Forget()
    {
        foreach (var file in _shelved.Values)
        {
            shelf.Drop(file);
        }

        _shelved.Clear();
        _control = null;
    }
}
