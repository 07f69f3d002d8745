namespace TicketFlow.Printing;

/// <summary>
/// One way of bringing a document to a resource (M-24). One instance serves all jobs of the agent, many at a time. What a printer or a
/// network does is a result, never a throw. docs/transfers.md says how to add one, and the conformance tests say whether it keeps this
/// contract.
/// </summary>
public interface ITransferMechanism
{
    /// <summary>The name a go-ahead uses for this mechanism: <c>a-z0-9-</c>.</summary>
    string Name { get; }

    /// <summary>Sends the whole document, in bounded memory.</summary>
    /// <param name="job">What to send and where.</param>
    /// <param name="bytesSent">Told the running total of the document's bytes handed to the network; it never falls.</param>
    /// <param name="cancellationToken">
    /// Breaks the transfer off so that the printer does not take what came for a whole document; the result is then
    /// <see cref="TransferFault.Cancelled"/>.
    /// </param>
    /// <exception cref="Exception">Only what <see cref="TransferJob.BeforeFirstByte"/> throws: nothing has left then.</exception>
    Task<TransferResult> SendAsync(TransferJob job, IProgress<long> bytesSent, CancellationToken cancellationToken);
}
