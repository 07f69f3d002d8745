using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>A job that has a number and is not the agent's yet: its document is to come, or its user holds it back.</summary>
internal sealed class CreatedJob(string key, string printer, string user, string title, PrintTicket ticket, bool held, DateTimeOffset at)
{
    public string Key { get; } = key;

    public int Number { get; } = JobNumbers.Of(key);

    public string Printer { get; } = printer;

    public string User { get; } = user;

    public string Title { get; } = title;

    /// <summary>All of its wishes or nothing (ipp-attribute-fidelity), as its creation said.</summary>
    public bool IsStrict { get; init; }

    public PrintTicket Ticket { get; set; } = ticket;

    /// <summary>To be kept until its user releases it.</summary>
    public bool Held { get; set; } = held;

    /// <summary>Its document is on the shelf.</summary>
    public bool OnShelf { get; set; }

    public DateTimeOffset At { get; } = at;

    public IppJobState State { get; private set; } = held ? IppJobState.PendingHeld : IppJobState.Pending;

    public string Reason { get; private set; } = "job-incoming";

    public string Message { get; private set; } = "Waits for its document.";

    /// <summary>One at a time works on it.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    public void WaitForRelease()
    {
        OnShelf = true;
        (State, Reason, Message) = (IppJobState.PendingHeld, "job-hold-until-specified", "Held back until it is released.");
    }

    public void End(IppJobState state, string reason, string message) => (State, Reason, Message) = (state, reason, message);

    public string DocumentFile => Key + ".held";

    public string RecordFile => Key + ".job";
}
