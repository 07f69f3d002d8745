namespace TicketFlow.Printing;

/// <summary>How a transfer ended.</summary>
/// <param name="Fault">What went wrong, or null when the peer took all bytes and ended in order.</param>
/// <param name="Text">One sentence for people about the fault.</param>
/// <param name="BytesSent">Bytes of the document handed to the network.</param>
/// <param name="AnyByteLeft">Whether a byte of the document may have reached the peer: then sending again could print twice.</param>
/// <param name="Tries">Connection tries made.</param>
/// <param name="Duration">From the call to the end.</param>
public sealed record TransferResult(
    TransferFault? Fault, string? Text, long BytesSent, bool AnyByteLeft, int Tries, TimeSpan Duration)
{
    /// <summary>How sure a good end is; says nothing after a fault.</summary>
    public TransferGrade Grade { get; init; }

    /// <summary>All bytes taken.</summary>
    public bool Succeeded => Fault is null;
}
