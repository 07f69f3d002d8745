using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Spool;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>
/// The agent had a document, and the program that brought it never heard so: it brings it again. What is not told by a mark in the journal
/// is exactly what an agent leaves that dies in between.
/// </summary>
public sealed class RepeatedSubmissionTests : IAsyncLifetime
{
    private readonly DesktopWorld _world = new() { GoAhead = false };

    public Task InitializeAsync()
    {
        // Room for two documents beside the jobs made of them, and for one job in memory.
        _world.ConfigureSpool = spool => (spool.MemoryTotal, spool.DiskTotal) = (1500, 2500);
        return _world.InitializeAsync();
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task After_a_death_before_the_answer_the_same_document_is_the_same_job()
    {
        var key = (await TakeAsync("report", "same")).Key;
        await _world.RestartAsync();

        (await PrintAsync("report", "other")).ShouldNotBe(JobNumbers.Of(key));
        (await PrintAsync("another title", "same")).ShouldNotBe(JobNumbers.Of(key));
        (await PrintAsync("report", "same")).ShouldBe(JobNumbers.Of(key));

        // Now it was told: whoever prints it once more wants it once more.
        (await PrintAsync("report", "same")).ShouldNotBe(JobNumbers.Of(key));
        await _world.RestartAsync();
        (await PrintAsync("report", "same")).ShouldNotBe(JobNumbers.Of(key));
        _world.Jobs().Count(entry => entry.State.Title == "report").ShouldBe(4);
    }

    [Fact]
    public async Task Who_makes_a_job_first_finds_the_old_one_under_the_new_number()
    {
        var entry = await TakeAsync("created", "once");
        await _world.RestartAsync();
        var created = Number(await _world.AskAsync(IppOperation.CreateJob, [Name("created")]));

        (await _world.AskAsync(
            IppOperation.SendDocument, [IppAttribute.Integer("job-id", created), IppAttribute.Boolean("last-document", true)],
            document: "once"u8.ToArray())).Status.ShouldBe(IppStatus.Ok);

        created.ShouldNotBe(JobNumbers.Of(entry.Key));
        await _world.BecomesAsync(created, IppJobState.Pending);
        _world.Jobs().ShouldHaveSingleItem().Key.ShouldBe(entry.Key);
    }

    [Fact]
    public async Task A_job_that_failed_meanwhile_does_not_swallow_the_next_one()
    {
        await PrintAsync("so that the printer is known", "first");
        _world.Inner.Server.OnMessage = static _ => Task.CompletedTask;
        var entry = await TakeAsync("failed", "again");
        Service<JobLifecycle>().Apply(entry, new RefusalArrived("not-allowed", "no"));
        await Should.ThrowAsync<IOException>(Service<UnansweredJobs>().TellAsync([entry], () => throw new IOException("gone")));

        (await PrintAsync("failed", "again")).ShouldNotBe(JobNumbers.Of(entry.Key));
    }

    [Fact]
    public async Task A_sender_of_LPD_whose_second_document_was_refused_sends_both_again_and_each_comes_out_once()
    {
        _world.GoAhead = true;
        var (first, second) = (new string('1', 1000), new string('2', 1000));
        _world.Inner.Printer.Hold();
        (await SendByLpdAsync(first, second)).ShouldBe(1, "there is no room for the second");
        _world.Inner.Printer.Release();
        await Eventually.True(() => Arrived(first) == 1, "the first comes out");
        await Eventually.True(
            () => _world.Jobs().All(entry => entry.State.Phase is JobPhase.Completed), "the agent has let go of the first");

        (await SendByLpdAsync(first, second)).ShouldBe(0);

        await Eventually.True(() => Arrived(second) == 1, "the second comes out");
        await _world.Inner.Server.SettleAsync(_world.Inner.Agent);
        (Arrived(first), Arrived(second)).ShouldBe((1, 1));
    }

    private static IppAttribute Name(string name) => IppAttribute.NameOf("job-name", name);

    private static int Number(IppMessage answer)
    {
        answer.IsSuccess.ShouldBeTrue(answer.StatusMessage);
        return answer.Group(IppTag.JobGroup)!.Integer("job-id")!.Value;
    }

    private T Service<T>()
        where T : notnull => _world.Agent.Host.App.Services.GetRequiredService<T>();

    private int Arrived(string document) => _world.Inner.Printer.Documents.Count(got => Encoding.UTF8.GetString(got) == document);

    /// <summary>Takes a document in and tells nobody.</summary>
    private async Task<JobEntry> TakeAsync(string title, string document)
    {
        var body = new MemoryStream(Encoding.UTF8.GetBytes(document));
        var result = await Service<DocumentIntake>().TakeAsync(
            new Submission("office", title, Environment.UserName, Environment.MachineName, null, body), CancellationToken.None);
        return result.Job!;
    }

    private async Task<int> PrintAsync(string title, string document) => Number(
        await _world.AskAsync(IppOperation.PrintJob, [Name(title)], document: Encoding.UTF8.GetBytes(document)));

    /// <summary>The last answer of the daemon.</summary>
    private async Task<int> SendByLpdAsync(params string[] documents)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _world.Inner.Options.Desktop.LpdPort);
        var names = documents.Select((_, number) => $"dfA00{number}host").ToList();
        var control = $"Hhost\nP{Environment.UserName}\nJBoth\n{string.Concat(names.Select(name => $"l{name}\n"))}";
        (await SayAsync(socket, "\u0002office\n")).ShouldBe(0);
        (await SayAsync(socket, $"\u0002{control.Length} cfA000host\n")).ShouldBe(0);
        var answer = await SayAsync(socket, control + "\0");
        foreach (var (name, document) in names.Zip(documents))
        {
            answer.ShouldBe(0);
            (await SayAsync(socket, $"\u0003{document.Length} {name}\n")).ShouldBe(0);
            answer = await SayAsync(socket, document + "\0");
        }

        return answer;
    }

    private static async Task<int> SayAsync(Socket socket, string text)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text));
        var one = new byte[1];
        using var limit = new CancellationTokenSource(Eventually.Deadline);
        return await socket.ReceiveAsync(one, limit.Token) == 1 ? one[0] : -1;
    }
}
