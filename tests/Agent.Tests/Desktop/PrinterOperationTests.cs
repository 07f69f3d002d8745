using System.IO.Compression;
using System.Text;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Tests.Desktop;

public sealed class PrinterOperationTests(DesktopWorld world) : IClassFixture<DesktopWorld>
{
    [Fact]
    public async Task A_document_behind_its_request_reaches_the_printer_byte_for_byte()
    {
        var document = new byte[3_000_000];
        new Random(1).NextBytes(document);
        var job = await PrintAsync("large", document);
        await world.BecomesAsync(job, IppJobState.Completed);
        world.Inner.Printer.Documents.ShouldContain(got => got.SequenceEqual(document));
    }

    [Fact]
    public async Task A_compressed_document_is_unpacked()
    {
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("unpacked at the agent"));
        }

        var answer = await world.AskAsync(
            IppOperation.PrintJob, [Name("packed"), IppAttribute.Keyword("compression", "gzip")], document: packed.ToArray());
        await world.BecomesAsync(Number(answer), IppJobState.Completed);
        world.Inner.Printer.Documents.ShouldContain(got => Encoding.UTF8.GetString(got) == "unpacked at the agent");
        (await world.AskAsync(
            IppOperation.PrintJob, [Name("lie"), IppAttribute.Keyword("compression", "gzip")], document: "not packed"u8.ToArray()))
            .Status.ShouldBe(IppStatus.CompressionError);
    }

    [Fact]
    public async Task A_held_job_survives_a_restart_and_goes_when_it_is_released()
    {
        var answer = await world.AskAsync(
            IppOperation.PrintJob, [Name("held")], [IppAttribute.Keyword("job-hold-until", "indefinite")], "held back"u8.ToArray());
        var job = Number(answer);
        answer.Group(IppTag.JobGroup)!.Integer("job-state").ShouldBe((int)IppJobState.PendingHeld);
        await world.RestartAsync();
        await world.BecomesAsync(job, IppJobState.PendingHeld);
        (await OnAsync(IppOperation.ReleaseJob, job)).Status.ShouldBe(IppStatus.Ok);
        await world.BecomesAsync(job, IppJobState.Completed);
        world.Inner.Printer.Documents.Count(got => Encoding.UTF8.GetString(got) == "held back").ShouldBe(1);
    }

    [Fact]
    public async Task A_job_is_found_by_its_number_after_a_restart()
    {
        var job = await PrintAsync("remembered", "remembered"u8.ToArray());
        await world.BecomesAsync(job, IppJobState.Completed);
        await world.RestartAsync();
        await world.BecomesAsync(job, IppJobState.Completed);
    }

    [Fact]
    public async Task A_held_job_can_be_cancelled_and_nothing_is_printed()
    {
        var job = Number(await world.AskAsync(
            IppOperation.PrintJob, [Name("regretted")], [IppAttribute.Keyword("job-hold-until", "indefinite")], "regretted"u8.ToArray()));
        (await OnAsync(IppOperation.CancelJob, job)).Status.ShouldBe(IppStatus.Ok);
        (await OnAsync(IppOperation.ReleaseJob, job)).IsSuccess.ShouldBeFalse();
        world.Inner.Printer.Documents.ShouldNotContain(got => Encoding.UTF8.GetString(got) == "regretted");
    }

    [Fact]
    public async Task Jobs_of_others_are_nobodys_business()
    {
        var job = await PrintAsync("private", "private"u8.ToArray());
        var other = IppAttribute.NameOf("requesting-user-name", "somebody-else");
        foreach (var operation in new[] { IppOperation.GetJobAttributes, IppOperation.CancelJob, IppOperation.HoldJob })
        {
            (await world.AskAsync(operation, [other, IppAttribute.Integer("job-id", job)])).Status.ShouldBe(IppStatus.NotFound);
        }

        var list = await world.AskAsync(IppOperation.GetJobs, [other, IppAttribute.Keyword("which-jobs", "all")]);
        list.Group(IppTag.JobGroup).ShouldBeNull();
    }

    [Fact]
    public async Task A_second_document_of_a_job_is_refused_and_the_first_is_printed_once()
    {
        var job = Number(await world.AskAsync(IppOperation.CreateJob, [Name("two")]));
        (await SendAsync(job, "first of two", last: false)).Status.ShouldBe(IppStatus.Ok);
        (await SendAsync(job, "second of two", last: true)).Status.ShouldBe(IppStatus.MultipleDocumentJobsNotSupported);
        (await SendAsync(job, null, last: true)).Status.ShouldBe(IppStatus.Ok);
        await world.BecomesAsync(job, IppJobState.Completed);
        world.Inner.Printer.Documents.Count(got => Encoding.UTF8.GetString(got).Contains("of two", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task What_the_printer_cannot_is_named_and_with_fidelity_refused()
    {
        IppAttribute[] wishes = [IppAttribute.Integer("copies", 5000), IppAttribute.Keyword("sides", "one-sided")];
        var validated = await world.AskAsync(IppOperation.ValidateJob, [], wishes);
        validated.Status.ShouldBe(IppStatus.OkIgnoredOrSubstituted);
        validated.Group(IppTag.UnsupportedGroup)!.Attributes.Select(attribute => attribute.Name).ShouldBe(["copies"]);
        (await world.AskAsync(IppOperation.ValidateJob, [IppAttribute.Boolean("ipp-attribute-fidelity", true)], wishes)).Status
            .ShouldBe(IppStatus.AttributesOrValuesNotSupported);
    }

    [Fact]
    public async Task Each_printer_of_the_user_is_there_under_its_name_and_no_other()
    {
        var answer = await world.AskAsync(IppOperation.GetPrinterAttributes, printer: "Café 2/3");
        answer.Group(IppTag.PrinterGroup)!.Text("printer-name").ShouldBe("Café 2/3");
        (await world.AskAsync(IppOperation.GetPrinterAttributes, printer: "secret")).Status.ShouldBe(IppStatus.NotFound);
    }

    [Fact]
    public async Task An_empty_document_is_no_job() =>
        (await world.AskAsync(IppOperation.PrintJob, [Name("empty")], document: [])).Status.ShouldBe(IppStatus.BadRequest);

    private static IppAttribute Name(string name) => IppAttribute.NameOf("job-name", name);

    private static int Number(IppMessage answer)
    {
        answer.IsSuccess.ShouldBeTrue(answer.StatusMessage);
        return answer.Group(IppTag.JobGroup)!.Integer("job-id")!.Value;
    }

    private async Task<int> PrintAsync(string name, byte[] document) =>
        Number(await world.AskAsync(IppOperation.PrintJob, [Name(name)], document: document));

    private Task<IppMessage> OnAsync(IppOperation operation, int job) => world.AskAsync(operation, [IppAttribute.Integer("job-id", job)]);

    private Task<IppMessage> SendAsync(int job, string? document, bool last) => world.AskAsync(
        IppOperation.SendDocument, [IppAttribute.Integer("job-id", job), IppAttribute.Boolean("last-document", last)],
        document: document is null ? null : Encoding.UTF8.GetBytes(document));
}
