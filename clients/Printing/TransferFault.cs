namespace TicketFlow.Printing;

/// <summary>Why a transfer did not end well.</summary>
public enum TransferFault
{
    /// <summary>The address cannot be understood, or asks for what this computer cannot do.</summary>
    AddressInvalid,

    /// <summary>The host answered that nobody listens there.</summary>
    Refused,

    /// <summary>No route, no such host, network down.</summary>
    Unreachable,

    /// <summary>Nobody answered the connection request in time.</summary>
    Timeout,

    /// <summary>The peer broke the connection with a reset.</summary>
    Reset,

    /// <summary>The peer closed before it had all bytes, or before it said that it has them.</summary>
    ClosedEarly,

    /// <summary>The peer took no byte, or gave no answer, for the whole stall limit.</summary>
    Stalled,

    /// <summary>The document could not be read to its end.</summary>
    DocumentUnreadable,

    /// <summary>The peer understood and said no: unknown queue, format or option. The same again gets the same answer.</summary>
    Rejected,

    /// <summary>The peer works, but takes no further job now.</summary>
    Busy,

    /// <summary>
    /// The peer is not who it was, or cannot prove who it is: its certificate is neither pinned nor signed by a known authority.
    /// </summary>
    Untrusted,

    /// <summary>The peer had the job and ended it itself: aborted, or cancelled at its panel.</summary>
    Aborted,

    /// <summary>The mechanism itself does not keep its contract; nothing is said about the peer.</summary>
    MechanismFaulty,

    /// <summary>The caller broke it off.</summary>
    Cancelled,
}
