namespace TicketFlow.Ipp;

/// <summary>Operations (RFC 8011, section 5.4.15; PWG 5100.7, 5100.11 and 5100.13 from 0x39 on).</summary>
public enum IppOperation : ushort
{
    PrintJob = 0x0002,
    PrintUri = 0x0003,
    ValidateJob = 0x0004,
    CreateJob = 0x0005,
    SendDocument = 0x0006,
    SendUri = 0x0007,
    CancelJob = 0x0008,
    GetJobAttributes = 0x0009,
    GetJobs = 0x000a,
    GetPrinterAttributes = 0x000b,
    HoldJob = 0x000c,
    ReleaseJob = 0x000d,
    RestartJob = 0x000e,
    PausePrinter = 0x0010,
    ResumePrinter = 0x0011,
    PurgeJobs = 0x0012,
    GetPrinterSupportedValues = 0x0015,
    CreatePrinterSubscriptions = 0x0016,
    GetNotifications = 0x001c,
    CancelMyJobs = 0x0039,
    CloseJob = 0x003b,
    IdentifyPrinter = 0x003c,
}
