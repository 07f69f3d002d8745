using TicketFlow.Agent.Broker;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Agent.Tests.Life;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Tests.Broker;

/// <summary>A broker that breaks may have lost what it had confirmed.</summary>
public sealed class RepeatedReportTests : LifeScene
{
    [Fact]
    public async Task Reports_of_ended_jobs_are_said_again_after_a_broken_connection_as_they_were()
    {
        Server.AlwaysGoAhead(World.Agent, Printer.Address);
        await using var agent = await World.StartAgentAsync();
        var job = await agent.Local.PrintAsync(Document);
        await Server.HearAsync(MessageTypes.CompletionReport);
        await Eventually.True(
            async () => !(await agent.Local.Http.GetStringAsync("v1/jobs")).Contains(job.Key, StringComparison.Ordinal),
            "the job is closed");

        await World.CloseConnectionAsync();

        var again = await Server.HearAsync(MessageTypes.CompletionReport, times: 2);
        again.Body.GetRawText().ShouldBe(Server.Of(MessageTypes.CompletionReport)[0].Body.GetRawText());

        // Once for each break, not more with each.
        await World.CloseConnectionAsync();
        await Server.HearAsync(MessageTypes.CompletionReport, times: 3);
        Printer.Documents.ShouldHaveSingleItem().ShouldBe(Document);
    }

    [Fact]
    public void A_stop_is_not_said_again_for_it_names_no_attempt()
    {
        var reports = new RecentReports(TimeProvider.System);
        reports.Note(new OutgoingMessage(MessageTypes.StopReport, [1]));
        reports.Note(new OutgoingMessage(MessageTypes.CompletionReport, [2]));
        reports.Repeats().ShouldHaveSingleItem().Type.ShouldBe(MessageTypes.CompletionReport);
    }
}
