using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Tests.Life;

/// <summary>Interrupted jobs are printed again only by their user's choice, and only while the document is kept.</summary>
public sealed class ResendTests : LifeScene
{
    [Theory]
    [InlineData(256 * 1024)]
    [InlineData(1000)]
    public async Task An_interrupted_job_is_sent_again_byte_for_byte_when_its_user_wants_it(int memoryThreshold)
    {
        World.Options.Spool.MemoryThreshold = memoryThreshold;
        World.Options.Spool.OpenWait = TimeSpan.Zero;
        var job = await InterruptAsync();
        await using var agent = await World.StartAgentAsync();
        await Server.HearAsync(MessageTypes.InterruptionReport);
        (await agent.Local.BecomesAsync(job.Key, JobStates.Interrupted)).DocumentKept.ShouldBe(true);

        Printer.Release();
        Answer(MessageTypes.ResendRequest, _ => TellAsync(job, JobStates.Waiting));
        (await WishAsync(agent.Local, job, "resend")).State.ShouldBe(JobStates.Waiting);
        await Server.GoAheadAsync(World.Agent, Id, 2, Printer.Address, resend: 1);
        (await Server.HearAsync(MessageTypes.CompletionReport)).Number("a").ShouldBe(2);
        Printer.Documents.ShouldContain(document => document.SequenceEqual(Document));
        Printer.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task A_kept_document_survives_a_kill_and_an_idle_agent_does_not_need_the_broker_for_it()
    {
        var job = await InterruptAsync();
        await using (var second = await AgentProcess.StartAsync(World.Options))
        {
            await Server.HearAsync(MessageTypes.InterruptionReport);
            await Eventually.True(
                async () => (await ListAsync(second.Local)).All(open => open.Key != job.Key), "it is no open job");
            await second.KillAsync();
        }

        await using var third = await AgentProcess.StartAsync(World.Options);
        (await third.Local.GetAsync(job.Key)).DocumentKept.ShouldBe(true);
        Printer.Release();
        Answer(MessageTypes.ResendRequest, _ => Server.GoAheadAsync(World.Agent, Id, 2, Printer.Address, resend: 1));
        await WishAsync(third.Local, job, "resend");
        await Server.HearAsync(MessageTypes.CompletionReport);
        Printer.Documents.ShouldContain(document => document.SequenceEqual(Document));
    }

    [Fact]
    public async Task After_the_retention_the_document_is_gone()
    {
        World.Options.Spool.MemoryThreshold = 1000;
        World.Options.Spool.OpenWait = TimeSpan.Zero;
        World.Options.Spool.KeepEnded = TimeSpan.Zero;
        var job = await InterruptAsync();
        await using var agent = await World.StartAgentAsync();
        await Eventually.True(async () => (await agent.Local.GetAsync(job.Key)).DocumentKept is null, "the retention ends");
        Directory.GetFiles(World.Options.SpoolDirectory).ShouldBeEmpty();
        (await RefusedAsync(agent.Local, job, "resend")).Code.ShouldBe(RefusalCodes.DocumentGone);
        Server.Of(MessageTypes.ResendRequest).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_kept_document_makes_room_for_a_new_one()
    {
        World.Options.Spool.MemoryThreshold = 1000;
        World.Options.Spool.OpenWait = TimeSpan.Zero;
        World.Options.Spool.DiskTotal = 30_000;
        var job = await InterruptAsync();
        await using var agent = await World.StartAgentAsync();
        await Server.HearAsync(MessageTypes.InterruptionReport);
        await Eventually.True(
            async () => (await ListAsync(agent.Local)).All(open => open.Key != job.Key), "the job only waits for its retention");
        (await agent.Local.PrintAsync(Document)).State.ShouldBe("accepted");
        (await agent.Local.GetAsync(job.Key)).DocumentKept.ShouldBeNull();
    }

    [Fact]
    public async Task A_resend_the_server_refuses_leaves_the_job_as_it_was()
    {
        var job = await InterruptAsync();
        await using var agent = await World.StartAgentAsync();
        await Server.HearAsync(MessageTypes.InterruptionReport);
        Answer(MessageTypes.ResendRequest, heard => Server.SayAsync(
            World.Agent,
            MessageTypes.Refusal,
            new Refusal(heard.Number("n"), RefusalCodes.TooLate, "Too late.", JobId: Id),
            AgentJson.Default.Refusal));
        (await RefusedAsync(agent.Local, job, "resend")).Code.ShouldBe(RefusalCodes.TooLate);
        (await agent.Local.GetAsync(job.Key)).State.ShouldBe(JobStates.Interrupted);
    }

    [Fact]
    public async Task A_waiting_job_is_not_sent_again()
    {
        await using var agent = await World.StartAgentAsync();
        var job = await QueueAsync(agent.Local);
        (await RefusedAsync(agent.Local, job, "resend")).Code.ShouldBe(RefusalCodes.TooLate);
    }

    private static async Task<IReadOnlyList<LocalJob>> ListAsync(LocalClient local) =>
        System.Text.Json.JsonSerializer.Deserialize(await local.Http.GetStringAsync("v1/jobs"), LocalJson.Default.LocalJobs)!.Jobs;

    /// <summary>kill -9 in mid-transfer.</summary>
    private async Task<LocalJob> InterruptAsync()
    {
        await using var agent = await AgentProcess.StartAsync(World.Options);
        var job = await SendAsync(agent.Local);
        await agent.KillAsync();
        return job;
    }
}
