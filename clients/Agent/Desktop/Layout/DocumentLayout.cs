using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Agent.Spool;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Layout;

/// <summary>
/// Does to a document, before it is a job, what its user wants and its printer does not: chosen pages, several pages on a side, a banner
/// page, PostScript as PDF. Nothing is promised meanwhile: what a kill leaves behind is thrown away, and the sender sends again.
/// </summary>
internal sealed class DocumentLayout(
    LayoutPrograms programs, AbilityBook abilities, DocumentShelf shelf, DocumentInspector inspector)
{
    public const string Ending = ".layout";

    /// <summary>What the printer can together with the agent, for documents of a format.</summary>
    public async Task<IReadOnlyList<IppAttribute>> AbilitiesAsync(string printer, string? format) =>
        LayoutDecisions.Takes(format) && await programs.AreThereAsync()
            ? LayoutDecisions.Widen(abilities.Of(printer))
            : abilities.Of(printer);

    /// <param name="job">What its user wants.</param>
    /// <param name="document">As it came; becomes the answer's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The sender broke off, or the disk failed.</exception>
    public async Task<LaidOut> ApplyAsync(CreatedJob job, Stream document, CancellationToken cancellationToken)
    {
        var own = abilities.Of(job.Printer);
        var plan = LayoutDecisions.Plan(job.Ticket, own);
        if (plan.Taken.Count == 0 && plan.Wish == LayoutWish.None)
        {
            return new LaidOut(document, job.Ticket);
        }

        var run = new LayoutRun(job, plan, own, programs, shelf, inspector);
        try
        {
            return await run.ApplyAsync(document, cancellationToken);
        }
        catch
        {
            run.Forget();
            throw;
        }
        finally
        {
            await document.DisposeAsync();
        }
    }
}
