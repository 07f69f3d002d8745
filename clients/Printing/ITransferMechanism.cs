namespace TicketFlow.Printing;

/// <summary>One way of bringing a document to a resource (M-24). What a printer or a network does is a result, never a throw.</summary>
public interface ITransferMechanism
{
    /// <summary>The name a go-ahead uses for this mechanism.</summary>
    string Name { get; }

    /// <summary>Sends the whole document.</summary>
    /// <param name="job">What to send and where.</param>
    /// <param name="bytesSent">Told the running total of bytes handed to the network.</param>
    /// <param name="cancellationToken">Breaks the transfer off; the result is then <see cref="TransferFault.Cancelled"/>.</param>
    /// <exception cref="Exception">Only what <see cref="TransferJob.BeforeFirstByte"/> throws: nothing has left then.</exception>
    Task<TransferResult> SendAsync(TransferJob job, IProgress<long> bytesSent, CancellationToken cancellationToken);
}
