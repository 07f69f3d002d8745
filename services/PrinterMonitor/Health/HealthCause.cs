namespace TicketFlow.PrinterMonitor.Health;

/// <summary>What a resource can do now.</summary>
public enum HealthStatus
{
    /// <summary>It answers, and says nothing about itself.</summary>
    Unknown,
    Ready,
    Printing,

    /// <summary>It works, and somebody should look after it.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Offline,
}

/// <summary>hrPrinterStatus, and "sleep" on the display. Its own field: a printing printer with low toner does both.</summary>
public enum PrinterActivity
{
    Unknown,
    Idle,
    Printing,
    WarmingUp,
    Sleeping,
}

/// <summary>
/// Why a printer is not simply ready. The first fifteen are the bits of hrPrinterDetectedErrorState (RFC 2790 section 4.8) in their
/// order; the IPP keyword of each stands in <see cref="StateReasons"/>.
/// </summary>
public enum HealthCause
{
    PaperLow,
    PaperEmpty,
    TonerLow,
    TonerEmpty,
    DoorOpen,
    PaperJam,
    Offline,
    ServiceRequested,
    InputTrayMissing,
    OutputTrayMissing,
    MarkerSupplyMissing,
    OutputNearFull,
    OutputFull,
    InputTrayEmpty,
    MaintenanceDue,
    WasteNearFull,
    WasteFull,
    DrumReplace,
    DeveloperLow,
    DeveloperEmpty,
    Testing,

    /// <summary>The device is down and does not say why.</summary>
    DeviceDown,

    /// <summary>The device warns and does not say of what.</summary>
    Unspecified,

    /// <summary>It does not answer. Says nothing about the faults it had.</summary>
    Unreachable,
}
