using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Layout;

/// <summary>A document as it is to be printed, or why it is not.</summary>
/// <param name="Document">What to print; with a refusal, nothing.</param>
/// <param name="Ticket">What is left for the printer to do.</param>
internal sealed record LaidOut(Stream Document, PrintTicket Ticket) : IAsyncDisposable
{
    /// <summary>What was wished and could not be done for a document of this kind.</summary>
    public IReadOnlyList<IppAttribute> NotDone { get; init; } = [];

    public (IppStatus Status, string Text)? Refusal { get; init; }

    /// <summary>Files to take off the shelf with this.</summary>
    public Action Forget { get; init; } = static () => { };

    public async ValueTask DisposeAsync()
    {
        await Document.DisposeAsync();
        Forget();
    }
}
