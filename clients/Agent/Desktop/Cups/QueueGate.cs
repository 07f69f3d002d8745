using System.Collections.Concurrent;

namespace TicketFlow.Agent.Desktop.Cups;

/// <summary>
/// Which printers' queues are being renewed. CUPS starts the job under way again when its queue changes, so none may get through
/// meanwhile: a document taken from both runs would be printed twice. In memory alone: an agent that dies lets everything through again.
/// </summary>
internal sealed class QueueGate
{
    private readonly ConcurrentDictionary<string, ClosedGate> _closed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Until it is disposed of, no job of a print system is taken for this printer.</summary>
    public ClosedGate Close(string printer) => _closed[printer] = new ClosedGate(this, printer);

    public bool IsClosed(string printer) => _closed.ContainsKey(printer);

    /// <summary>Somebody has asked for everything the printer can, as CUPS does once for a new queue.</summary>
    public void NoteAsked(string printer) => _closed.GetValueOrDefault(printer)?.NoteAsked();

    private void Open(ClosedGate gate) => _closed.TryRemove(KeyValuePair.Create(gate.Printer, gate));

    /// <summary>One renewal of a queue.</summary>
    internal sealed class ClosedGate(QueueGate gates, string printer) : IDisposable
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Printer { get; } = printer;

        /// <summary>Completes when the printer is asked what it can.</summary>
        public Task Asked => _asked.Task;

        public void NoteAsked() => _asked.TrySetResult();

        public void Dispose() => gates.Open(this);
    }
}
