using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Desktop.Cups;
using TicketFlow.Agent.Desktop.Layout;
using TicketFlow.Agent.Desktop.Users;
using TicketFlow.Agent.Jobs;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>Answers a request as the printer it names.</summary>
internal sealed class IppPrinter(
    DocumentOperations documents, JobOperations jobs, DesktopJobs all, DocumentLayout layout, PrinterBook printers, QueueGate gate,
    DesktopOptions options, AgentIdentity identity, TimeProvider clock, ILogger<IppPrinter> log)
{
    /// <summary>Who makes a queue asks for it; who only looks at the printer does not.</summary>
    private const string MediaDatabase = "media-col-database";

    private readonly DateTimeOffset _started = clock.GetUtcNow();

    public async Task<IppMessage> AnswerAsync(IppCall call, CancellationToken cancellationToken)
    {
        if (call.Message.Operation is IppOperation.PrintJob or IppOperation.CreateJob && call.Caller.IsSpooler
            && gate.IsClosed(call.Printer.Name))
        {
            return call.Refuse(IppStatus.Busy, "The queue for this printer is being renewed. Send the job again in a moment.");
        }

        var now = MomentOf(call.Printer);
        var printer = PrinterDescription.Of(
            call.Printer, now, call.Port, (int)options.DocumentWait.TotalSeconds,
            await layout.AbilitiesAsync(call.Printer.Name, call.Operation.Text("document-format")));
        return call.Message.Operation switch
        {
            IppOperation.PrintJob => await documents.PrintAsync(call, printer, cancellationToken),
            IppOperation.ValidateJob => DocumentOperations.Validate(call, printer),
            IppOperation.CreateJob => documents.Create(call, printer),
            IppOperation.SendDocument => await documents.SendAsync(call, printer, cancellationToken),
            IppOperation.CloseJob => documents.Close(call),
            IppOperation.CancelJob => await jobs.CancelAsync(call, cancellationToken),
            IppOperation.CancelMyJobs => await jobs.CancelMineAsync(call, cancellationToken),
            IppOperation.GetJobAttributes => jobs.Describe(call, now),
            IppOperation.GetJobs => jobs.List(call, now),
            IppOperation.HoldJob => await jobs.HoldAsync(call, hold: true, cancellationToken),
            IppOperation.ReleaseJob => await jobs.HoldAsync(call, hold: false, cancellationToken),
            IppOperation.GetPrinterAttributes => Describe(call, printer),
            IppOperation.IdentifyPrinter => Identify(call),
            var other => call.Refuse(IppStatus.OperationNotSupported, $"This printer does not know operation 0x{(ushort)other:x4}."),
        };
    }

    private IppMessage Describe(IppCall call, IppGroup printer)
    {
        var wanted = RequestedAttributes.Of(call.Operation, "all");
        if (wanted.Names(MediaDatabase))
        {
            gate.NoteAsked(call.Printer.Name);
        }

        return call.Ok(new IppGroup(IppTag.PrinterGroup, [.. wanted.Of(printer.Attributes)]));
    }

    /// <summary>A printer that can show itself is asked by whoever stands before it; here it is a line in the log.</summary>
    private IppMessage Identify(IppCall call)
    {
        DesktopLog.Identified(log, call.Printer.Name);
        return call.Ok();
    }

    private PrinterMoment MomentOf(DesktopPrinter printer)
    {
        var open = all.At(printer.Name).Where(job => !job.IsEnded).ToList();
        string[] questions =
        [
            .. open.Select(job => job.Entry?.State.Question).Where(asked => asked is { Answered: false })
                .Select(asked => asked!.Text).Distinct(),
        ];
        return new PrinterMoment(
            identity.ClientVersion, open.Count, open.Exists(job => job.State is IppJobState.Processing), questions, _started,
            printers.HeardAt is { } heard && heard > _started ? heard : _started, clock.GetUtcNow());
    }
}
