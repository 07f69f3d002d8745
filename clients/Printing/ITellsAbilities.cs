using TicketFlow.Ipp;

namespace TicketFlow.Printing;

/// <summary>
/// A mechanism that can say what a printer can do for the jobs it brings there: the printer's own word, and nothing that nobody would carry
/// out. Desktops offer their users no more than that.
/// </summary>
public interface ITellsAbilities : ITransferMechanism
{
    /// <summary>
    /// Whether a question takes the connection that a document may need: such a printer is asked only while nothing prints there.
    /// </summary>
    bool IsInTheWay(string address);

    /// <summary>Asks once, within short limits of time and size. A document that is to be sent meanwhile goes first.</summary>
    /// <returns>What it can, or why that is not known; no fault of a printer or a network is thrown.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    Task<AbilitiesTold> AskAsync(string address, CancellationToken cancellationToken);
}

/// <summary>What became of the question what a printer can.</summary>
/// <param name="Answer">Printer attributes (RFC 8011, section 5.4), as Get-Printer-Attributes answers; null when it did not tell.</param>
/// <param name="Reason">Why it did not.</param>
public sealed record AbilitiesTold(IppMessage? Answer, string? Reason)
{
    public static AbilitiesTold Of(IReadOnlyList<IppAttribute> printer) =>
        new(new IppMessage(IppMessage.Version20, (ushort)IppStatus.Ok, 1, [new IppGroup(IppTag.PrinterGroup, printer)]), null);

    public static AbilitiesTold Silent(string reason) => new(null, reason);
}
