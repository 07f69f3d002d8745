namespace TicketFlow.Printing;

/// <summary>
/// A mechanism that can ask the printer what became of a job whose sender died. What it needs to find the job again it tells beforehand by
/// <see cref="TransferJob.NoteTrace"/>.
/// </summary>
public interface IRecallsJobs : ITransferMechanism
{
    /// <summary>Asks until the printer says how the job ended, within the mechanism's limits. Nothing is sent.</summary>
    /// <param name="job">The job as it was sent; its document is not read.</param>
    /// <param name="trace">What was noted.</param>
    /// <param name="cancellationToken">
    /// Takes the job away from the printer; the result is then <see cref="TransferFault.Cancelled"/>.
    /// </param>
    /// <returns>The end; null when the printer does not know the job any more, cannot be asked, or does not come to an end.</returns>
    /// <exception cref="OperationCanceledException">
    /// <see cref="TransferJob.WaitNoLonger"/> was cancelled: the printer can be asked again another time.
    /// </exception>
    Task<TransferResult?> RecallAsync(TransferJob job, string trace, CancellationToken cancellationToken);
}
