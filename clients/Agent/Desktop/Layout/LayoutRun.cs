using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Agent.Spool;
using TicketFlow.Contracts.Errors;
using TicketFlow.Ipp;
using TicketFlow.Printing.Documents;

namespace TicketFlow.Agent.Desktop.Layout;

/// <summary>The laying out of one document, step by step, each from a file on the shelf to the next.</summary>
internal sealed class LayoutRun(
    CreatedJob job, LayoutPlan plan, IReadOnlyList<IppAttribute> own, LayoutPrograms programs, DocumentShelf shelf,
    DocumentInspector inspector)
{
    private const string PdfDevice = "pdfwrite";
    private const string PostScriptDevice = "ps2write";

    private readonly List<string> _files = [];

    private delegate Task<LayoutFault?> Step(string from, string to, CancellationToken cancellationToken);

    public async Task<LaidOut> ApplyAsync(Stream document, CancellationToken cancellationToken)
    {
        var came = NextFile();
        if (await shelf.KeepAsync(came, document, null, cancellationToken) is { } code)
        {
            return Refused(new LayoutFault(code, ""));
        }

        var facts = await inspector.InspectAsync(() => File.OpenRead(shelf.PathOf(came)), null, cancellationToken);
        return facts.Format switch
        {
            DocumentFormats.Pdf when plan.Wish.Works => await LayOutAsync(came, LayoutDecisions.Pdf, facts.Paper, cancellationToken),
            DocumentFormats.PostScript when plan.Wish.Works || plan.Wish.AsPdf =>
                await LayOutAsync(came, LayoutDecisions.PostScript, facts.Paper, cancellationToken),
            _ => Done(came, plan.Rest, [.. plan.Taken.Where(LayoutDecisions.Matters)]),
        };
    }

    public void Forget() => _files.ForEach(shelf.Drop);

    private async Task<LaidOut> LayOutAsync(string came, string format, string? paper, CancellationToken cancellationToken)
    {
        var result = LayoutDecisions.Result(format, own);
        var last = came;
        foreach (var step in Steps(PaperOf(job.Ticket.Media ?? paper), format, result))
        {
            var target = NextFile();
            if (await step(last, target, cancellationToken) is { } fault)
            {
                return Refused(fault);
            }

            last = target;
        }

        return Done(last, plan.Rest with { Format = result }, plan.NotUnderstood);
    }

    private IEnumerable<Step> Steps(MediaSize paper, string format, string result)
    {
        if (plan.Wish.Imposes && format == LayoutDecisions.PostScript)
        {
            yield return (from, to, token) => programs.GhostscriptAsync(PdfDevice, strict: true, to, [from], token);
        }

        if (plan.Wish.Imposes)
        {
            var pages = plan.Wish.Pages is { } chosen ? " page-ranges=" + chosen : "";
            yield return (from, to, token) => programs.PageFilterAsync(
                $"media-size={paper.Name} number-up={plan.Wish.PagesOnSide}{pages}", to, from, token);
        }

        // Always last: what the page filter writes is another file each time, what Ghostscript makes of it is the same.
        yield return (from, to, token) => FinishAsync(paper, result, from, to, token);
    }

    private async Task<LayoutFault?> FinishAsync(
        MediaSize paper, string result, string from, string to, CancellationToken cancellationToken)
    {
        List<string> inputs = [from];
        if (plan.Wish.Banner)
        {
            var page = BannerPage.Of(
                paper, job.Ticket.Sides is not (null or "one-sided"), job.User, job.Title, job.Printer, Environment.MachineName);
            inputs.Insert(0, NextFile());
            if (await shelf.KeepAsync(inputs[0], new MemoryStream(page), null, cancellationToken) is { } code)
            {
                return new LayoutFault(code, "");
            }
        }

        return await programs.GhostscriptAsync(
            result == LayoutDecisions.Pdf ? PdfDevice : PostScriptDevice, strict: !plan.Wish.Imposes, to, inputs, cancellationToken);
    }

    private string NextFile()
    {
        _files.Add($"{job.Key}.{_files.Count}{DocumentLayout.Ending}");
        return _files[^1];
    }

    private LaidOut Done(string file, PrintTicket ticket, IReadOnlyList<IppAttribute> notDone) =>
        new(shelf.OpenRead(file), ticket) { NotDone = notDone, Forget = Forget };

    private LaidOut Refused(LayoutFault fault) => new(Stream.Null, plan.Rest)
    {
        Refusal = fault.Code switch
        {
            AgentErrors.DocumentEmpty when plan.Wish.Pages is { } pages && _files.Count > 1 =>
                (IppStatus.DocumentFormatError, $"The document has none of the pages {pages}."),
            AgentErrors.DocumentEmpty when _files.Count == 1 => (IppStatus.BadRequest, "The document is empty: nothing to print."),
            null or AgentErrors.DocumentEmpty => (
                IppStatus.DocumentFormatError,
                "The document cannot be laid out; print it without page ranges, several pages on a side and banner page. " + fault.Text),
            var code => (IppCodes.Of(code), $"The document cannot be laid out: {code}."),
        },
        Forget = Forget,
    };

    /// <summary>Names from outside become no arguments.</summary>
    private static MediaSize PaperOf(string? name) => MediaNames.Usual.FirstOrDefault(size => size.Name == name) ?? MediaNames.Usual[0];
}
