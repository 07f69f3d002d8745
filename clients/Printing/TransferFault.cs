namespace TicketFlow.Printing;

/// <summary>Why a transfer did not end well.</summary>
public enum TransferFault
{
    /// <summary>The address cannot be understood.</summary>
    AddressInvalid,

    /// <summary>The host answered that nobody listens there.</summary>
    Refused,

    /// <summary>No route, no such host, network down.</summary>
    Unreachable,

    /// <summary>Nobody answered the connection request in time.</summary>
    Timeout,

    /// <summary>The peer broke the connection with a reset.</summary>
    Reset,

    /// <summary>The peer closed before it had all bytes.</summary>
    ClosedEarly,

    /// <summary>The peer took no byte for the whole stall limit.</summary>
    Stalled,

    /// <summary>The document could not be read to its end.</summary>
    DocumentUnreadable,

    /// <summary>The caller broke it off.</summary>
    Cancelled,
}
