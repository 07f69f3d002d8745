using System.Text;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>Operations on jobs that are there, and on the printer itself.</summary>
public sealed class JobOperationTests(DesktopWorld world) : IClassFixture<DesktopWorld>
{
    [Fact]
    public async Task A_job_that_is_closed_without_a_document_ends()
    {
        var job = await CreateAsync("closed");
        (await OnAsync(IppOperation.CloseJob, job)).Status.ShouldBe(IppStatus.Ok);
        await world.BecomesAsync(job, IppJobState.Aborted);
        (await SendAsync(job, "too late")).IsSuccess.ShouldBeFalse();
        world.Inner.Printer.Documents.ShouldNotContain(got => Encoding.UTF8.GetString(got) == "too late");
    }

    [Fact]
    public async Task Closing_a_job_that_has_its_document_changes_nothing()
    {
        var job = await CreateAsync("complete");
        (await SendAsync(job, "complete", last: false)).Status.ShouldBe(IppStatus.Ok);
        (await OnAsync(IppOperation.CloseJob, job)).Status.ShouldBe(IppStatus.Ok);
        await world.BecomesAsync(job, IppJobState.Completed);
        (await OnAsync(IppOperation.CloseJob, 1 << 20)).Status.ShouldBe(IppStatus.NotFound);
    }

    [Fact]
    public async Task A_job_that_is_held_before_its_document_comes_goes_when_it_is_released()
    {
        var job = await CreateAsync("held early");
        (await OnAsync(IppOperation.HoldJob, job)).Status.ShouldBe(IppStatus.Ok);
        (await SendAsync(job, "held early")).Status.ShouldBe(IppStatus.Ok);
        await world.BecomesAsync(job, IppJobState.PendingHeld);
        (await OnAsync(IppOperation.ReleaseJob, job)).Status.ShouldBe(IppStatus.Ok);
        await world.BecomesAsync(job, IppJobState.Completed);
    }

    [Fact]
    public async Task A_job_in_the_servers_queue_is_held_and_released_there()
    {
        world.GoAhead = false;
        try
        {
            var job = Number(await world.AskAsync(IppOperation.PrintJob, [Name("queued")], document: "queued"u8.ToArray()));
            await Eventually.True(
                () => world.Jobs().Any(entry => entry.State is { Title: "queued", JobId: not null }), "the server has the job");
            (await OnAsync(IppOperation.HoldJob, job)).Status.ShouldBe(IppStatus.Ok);
            await world.BecomesAsync(job, IppJobState.PendingHeld);
            (await OnAsync(IppOperation.ReleaseJob, job)).Status.ShouldBe(IppStatus.Ok);
            await world.BecomesAsync(job, IppJobState.Pending);
        }
        finally
        {
            world.GoAhead = true;
        }
    }

    [Fact]
    public async Task A_job_that_has_ended_is_not_held()
    {
        var job = Number(await world.AskAsync(IppOperation.PrintJob, [Name("done")], document: "done"u8.ToArray()));
        await world.BecomesAsync(job, IppJobState.Completed);
        (await OnAsync(IppOperation.HoldJob, job)).Status.ShouldBe(IppStatus.NotPossible);
    }

    [Fact]
    public async Task Cancel_My_Jobs_takes_the_own_jobs_at_this_printer_all_named_ones_or_none()
    {
        var (first, second, third) = (await HeldAsync("ana"), await HeldAsync("ana"), await HeldAsync("ana"));
        var (elsewhere, others) = (await HeldAsync("ana", "served"), await HeldAsync("ben"));

        (await CancelAsync("ana", first, others)).Status.ShouldBe(IppStatus.NotFound);
        (await OpenAsync("ana")).ShouldBe([first, second, third], ignoreOrder: true);

        (await CancelAsync("ana", first)).Status.ShouldBe(IppStatus.Ok);
        (await OpenAsync("ana")).ShouldBe([second, third], ignoreOrder: true);

        (await CancelAsync("ana")).Status.ShouldBe(IppStatus.Ok);
        (await OpenAsync("ana")).ShouldBeEmpty();
        (await OpenAsync("ana", "served")).ShouldBe([elsewhere]);
        (await OpenAsync("ben")).ShouldBe([others]);
    }

    [Fact]
    public async Task A_printer_lets_itself_be_identified_and_an_unknown_one_does_not()
    {
        (await world.AskAsync(IppOperation.IdentifyPrinter)).Status.ShouldBe(IppStatus.Ok);
        (await world.AskAsync(IppOperation.IdentifyPrinter, printer: "secret")).Status.ShouldBe(IppStatus.NotFound);
    }

    private static IppAttribute Name(string name) => IppAttribute.NameOf("job-name", name);

    private static IppAttribute From(string user) => IppAttribute.NameOf("requesting-user-name", user);

    private static int Number(IppMessage answer)
    {
        answer.IsSuccess.ShouldBeTrue(answer.StatusMessage);
        return answer.Group(IppTag.JobGroup)!.Integer("job-id")!.Value;
    }

    private async Task<int> CreateAsync(string name) => Number(await world.AskAsync(IppOperation.CreateJob, [Name(name)]));

    private async Task<int> HeldAsync(string user, string printer = "office") => Number(await world.AskAsync(
        IppOperation.PrintJob, [From(user), Name("held")], [IppAttribute.Keyword("job-hold-until", "indefinite")], "held"u8.ToArray(),
        printer));

    private async Task<IEnumerable<int>> OpenAsync(string user, string printer = "office") =>
        (await world.AskAsync(IppOperation.GetJobs, [From(user), IppAttribute.Boolean("my-jobs", true)], printer: printer)).Groups
            .Where(group => group.Tag == IppTag.JobGroup).Select(group => group.Integer("job-id")!.Value);

    private Task<IppMessage> CancelAsync(string user, params int[] jobs) => world.AskAsync(
        IppOperation.CancelMyJobs, jobs.Length == 0 ? [From(user)] : [From(user), IppAttribute.Integer("job-ids", jobs)]);

    private Task<IppMessage> OnAsync(IppOperation operation, int job) => world.AskAsync(operation, [IppAttribute.Integer("job-id", job)]);

    private Task<IppMessage> SendAsync(int job, string document, bool last = true) => world.AskAsync(
        IppOperation.SendDocument, [IppAttribute.Integer("job-id", job), IppAttribute.Boolean("last-document", last)],
        document: Encoding.UTF8.GetBytes(document));
}
