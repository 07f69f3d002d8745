using System.Text;
using TicketFlow.Agent.Desktop.Layout;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Ipp;
using TicketFlow.Printing.Documents;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>What the agent does to documents because the printer, a raw one that tells nothing, does not.</summary>
public sealed class LayoutTests(DesktopWorld world) : IClassFixture<DesktopWorld>
{
    [Theory]
    [InlineData("number-up", 2)]
    [InlineData("page-ranges", 2)]
    [InlineData("job-sheets", 4)]
    public async Task A_document_of_three_pages_is_laid_out_and_the_same_again_comes_to_the_same_bytes(string wish, int pages)
    {
        var attribute = wish switch
        {
            "number-up" => IppAttribute.Integer(wish, 2),
            "page-ranges" => new IppAttribute(wish, new IppRange(1, 1), new IppRange(3, 99)),
            _ => IppAttribute.Keyword(wish, "standard"),
        };
        var before = world.Inner.Printer.Documents.Count;
        var document = Pages(3);
        for (var time = 0; time < 2; time++)
        {
            var answer = await PrintAsync(wish + " (a \\ title", document, attribute);
            answer.Status.ShouldBe(IppStatus.Ok, answer.StatusMessage);
            await world.BecomesAsync(Number(answer), IppJobState.Completed);
        }

        var arrived = world.Inner.Printer.Documents.Skip(before).ToList();
        var read = Read(arrived[0]);
        (read.Format, read.Pages).ShouldBe((DocumentFormats.PostScript, pages), Encoding.Latin1.GetString(arrived[0]));
        arrived.Count.ShouldBe(2);
        arrived[1].ShouldBe(arrived[0], "else a document that comes again after a lost answer would not be known again");
    }

    [Fact]
    public async Task A_document_without_such_wishes_goes_as_it_came()
    {
        var document = Pages(2);
        var answer = await PrintAsync("plain", document, IppAttribute.Integer("number-up", 1));
        answer.Status.ShouldBe(IppStatus.Ok, answer.StatusMessage);
        await world.BecomesAsync(Number(answer), IppJobState.Completed);
        world.Inner.Printer.Documents.ShouldContain(got => got.SequenceEqual(document));
    }

    [Fact]
    public async Task Pages_that_are_not_there_and_broken_documents_are_refused_and_what_cannot_be_laid_out_is_named()
    {
        var before = world.Inner.Printer.Documents.Count;
        var beyond = new IppAttribute("page-ranges", new IppRange(7, 9));
        (await PrintAsync("beyond", Pages(3), beyond)).Status.ShouldBe(IppStatus.DocumentFormatError);
        var broken = await PrintAsync("broken", "%!PS\nnothing-known here"u8.ToArray(), IppAttribute.Integer("number-up", 2));
        broken.Status.ShouldBe(IppStatus.DocumentFormatError);
        broken.StatusMessage!.ShouldContain("print it without");
        world.Inner.Printer.Documents.Count.ShouldBe(before);

        var letters = await PrintAsync("letters", "just letters\n"u8.ToArray(), IppAttribute.Integer("number-up", 2));
        letters.Status.ShouldBe(IppStatus.OkIgnoredOrSubstituted);
        letters.Group(IppTag.UnsupportedGroup)!.Attributes.Select(attribute => attribute.Name).ShouldBe(["number-up"]);
        await world.BecomesAsync(Number(letters), IppJobState.Completed);
        (await world.AskAsync(
            IppOperation.PrintJob, [IppAttribute.Boolean("ipp-attribute-fidelity", true)], [IppAttribute.Integer("number-up", 2)],
            "strict letters\n"u8.ToArray())).Status.ShouldBe(IppStatus.AttributesOrValuesNotSupported);

        var picture = await world.AskAsync(
            IppOperation.ValidateJob, [IppAttribute.Mime("document-format", "image/jpeg")], [IppAttribute.Integer("number-up", 2)]);
        picture.Group(IppTag.UnsupportedGroup)!.Attributes.Select(attribute => attribute.Name).ShouldBe(["number-up"]);
        Directory.EnumerateFiles(Path.Combine(world.Inner.Options.Home, "desktop"), "*.layout").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_created_to_be_done_wholly_or_not_at_all_refuses_the_document_for_which_that_cannot_be_and_takes_the_next()
    {
        var before = world.Inner.Printer.Documents.Count;
        var job = Number(await world.AskAsync(
            IppOperation.CreateJob, [IppAttribute.Boolean("ipp-attribute-fidelity", true)], [IppAttribute.Integer("number-up", 2)]));
        (await SendAsync(job, "strict letters\n"u8.ToArray())).Status.ShouldBe(IppStatus.AttributesOrValuesNotSupported);
        (await SendAsync(job, Pages(3))).Status.ShouldBe(IppStatus.Ok);
        await world.BecomesAsync(job, IppJobState.Completed);
        Read(world.Inner.Printer.Documents.Skip(before).ShouldHaveSingleItem()).Pages.ShouldBe(2);
    }

    [Fact]
    public async Task A_held_document_is_laid_out_before_it_is_kept()
    {
        var before = world.Inner.Printer.Documents.Count;
        var held = Number(await PrintAsync(
            "held", Pages(3), IppAttribute.Integer("number-up", 4), IppAttribute.Keyword("job-hold-until", "indefinite")));
        (await world.AskAsync(IppOperation.ReleaseJob, [IppAttribute.Integer("job-id", held)])).Status.ShouldBe(IppStatus.Ok);
        await world.BecomesAsync(held, IppJobState.Completed);
        Read(world.Inner.Printer.Documents.Skip(before).ShouldHaveSingleItem()).Pages.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_death_left_of_a_layout_is_thrown_away_at_the_next_start()
    {
        var left = Path.Combine(world.Inner.Options.Home, "desktop", "abc.0" + DocumentLayout.Ending);
        await File.WriteAllTextAsync(left, "half a document");
        await world.RestartAsync();
        await Eventually.True(() => !File.Exists(left), "it is gone");
    }

    [Fact]
    public async Task Copies_reach_a_printer_that_cannot_be_told_a_number()
    {
        var document = Pages(2);
        await world.BecomesAsync(Number(await PrintAsync("copies", document, IppAttribute.Integer("copies", 3))), IppJobState.Completed);
        world.Inner.Printer.Documents.Count(got => got.SequenceEqual(document)).ShouldBe(3);
    }

    private static int Number(IppMessage answer)
    {
        answer.IsSuccess.ShouldBeTrue(answer.StatusMessage);
        return answer.Group(IppTag.JobGroup)!.Integer("job-id")!.Value;
    }

    private static DocumentProperties Read(byte[] document) =>
        DocumentReader.Read(new MemoryStream(document), new DocumentLimits(), TimeProvider.System);

    /// <summary>Another one each time: what comes twice is meant twice only after its answer.</summary>
    private static byte[] Pages(int count)
    {
        var text = new StringBuilder("%!PS-Adobe-3.0\n").Append("%%Title: ").Append(Guid.NewGuid()).Append("\n%%Pages: ").Append(count)
            .Append('\n');
        for (var page = 1; page <= count; page++)
        {
            text.Append("%%Page: ").Append(page).Append(' ').Append(page)
                .Append("\n/Helvetica findfont 24 scalefont setfont 72 700 moveto (page ").Append(page).Append(") show showpage\n");
        }

        return Encoding.ASCII.GetBytes(text.Append("%%EOF\n").ToString());
    }

    private Task<IppMessage> SendAsync(int job, byte[] document) => world.AskAsync(
        IppOperation.SendDocument, [IppAttribute.Integer("job-id", job), IppAttribute.Boolean("last-document", true)], [], document);

    private Task<IppMessage> PrintAsync(string name, byte[] document, params IppAttribute[] job) =>
        world.AskAsync(IppOperation.PrintJob, [IppAttribute.NameOf("job-name", name)], job, document);
}
