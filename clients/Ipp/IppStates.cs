namespace TicketFlow.Ipp;

/// <summary>Values of <c>job-state</c> (RFC 8011, section 5.3.7).</summary>
public enum IppJobState
{
    Pending = 3,
    PendingHeld = 4,
    Processing = 5,
    ProcessingStopped = 6,
    Canceled = 7,
    Aborted = 8,
    Completed = 9,
}

/// <summary>Values of <c>printer-state</c> (RFC 8011, section 5.4.11).</summary>
public enum IppPrinterState
{
    Idle = 3,
    Processing = 4,
    Stopped = 5,
}
