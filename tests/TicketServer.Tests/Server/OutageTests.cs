using Microsoft.Extensions.Hosting;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Topology;
using TicketFlow.TicketServer.Budgets;

namespace TicketServer.Tests.Server;

/// <summary>What an agent said while the database was away, or had no room, takes effect when it is back; nothing is put aside.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private const string Full = """
        create function ticketflow.no_room() returns trigger language plpgsql as
        $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$;
        create trigger no_room before insert on ticketflow.mt_events execute function ticketflow.no_room();
        """;

    private readonly ServerHarness _server = new();
    private ScriptedAgent _agent = null!;

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.StartAsync();
        await _server.AddPrinterAsync("hall");
        _agent = await _server.EnrolAsync("desk-1");
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Jobs_an_agent_has_lost_end_although_it_said_so_while_the_database_was_away()
    {
        var go = await StartAsync();
        await _server.CloseDatabaseAsync();
        await _agent.SendAsync(new Hello(1000, "0.1.0"));
        (await _agent.WelcomeAsync()).Sequence.ShouldBe(1000);
        await TheMessageWaitsAsync();
        await _server.OpenDatabaseAsync();

        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(go.JobId))[^1], "transfer_interrupted");
        await NothingIsPutAsideAsync();
    }

    [Fact]
    public async Task A_question_asked_while_the_database_was_away_is_answered()
    {
        var go = await StartAsync();
        await _server.CloseDatabaseAsync();
        await _agent.SendAsync(new JobQuery(2000, go.JobId));
        await TheMessageWaitsAsync();
        await _server.OpenDatabaseAsync();

        (await _agent.HistoryAsync()).Sequence.ShouldBe(2000);
        await NothingIsPutAsideAsync();
    }

    [Fact]
    public async Task A_report_that_finds_the_database_full_waits_until_there_is_room()
    {
        var go = await StartAsync();
        await _server.Database.ExecuteAsync(Full);
        await _agent.SendAsync(new CompletionReport(9, go.JobId, go.Attempt, 1000, CompletionGrades.Accepted));
        await _agent.SendAsync(_agent.Request("hall"));
        await TheMessageWaitsAsync();
        await _server.Database.ExecuteAsync("drop trigger no_room on ticketflow.mt_events");

        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(go.JobId))[^1], "transfer_completed");
        await Eventually.ShouldBecomeAsync(
            () => _server.Database.ScalarAsync<long>(
                "select count(distinct stream_id) from ticketflow.mt_events where type = 'go_ahead_issued'"),
            2L);
        await NothingIsPutAsideAsync();
    }

    [Fact]
    public async Task An_agents_queue_that_cannot_be_declared_holds_up_nobody_else()
    {
        await using var other = await _server.EnrolAsync("desk-2");
        await _server.MakeQueueForeignAsync(AgentTopology.QueueOf(other.Id));
        await other.SendAsync(new Hello(1, "0.1.0"));

        await LogsAsync("is not as it should be");
        await _agent.SendAsync(_agent.Request("hall"));
        await _agent.GoAheadAsync();
    }

    [Fact]
    public async Task A_tariff_that_this_server_does_not_understand_ends_no_server_and_stands_in_the_log()
    {
        await _server.Database.ExecuteAsync("""
            insert into ticketflow.budget values ('user:*', 'EUR', 100, 'hold', 'UTC', 80, 1, null);
            insert into ticketflow.budget_tariff values ('odd', 1, '"of another age"');
            notify ticketflow_budgets
            """.Replace("ticketflow_budgets", BudgetProjection.Channel, StringComparison.Ordinal));
        await LogsAsync("The budgets cannot be read");

        await _agent.SendAsync(_agent.Request("hall"));
        await _agent.GoAheadAsync();
        _server.Part<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested.ShouldBeFalse();
    }

    /// <summary>A job whose transfer has begun: nothing is said about it for half a minute.</summary>
    private async Task<GoAhead> StartAsync()
    {
        await _agent.SendAsync(_agent.Request("hall"));
        var go = await _agent.GoAheadAsync();
        await _agent.SendAsync(new StartReport(5, go.JobId, go.Attempt));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(go.JobId))[^1], "transfer_started");
        return go;
    }

    private Task TheMessageWaitsAsync() => LogsAsync("The message waits.");

    private Task LogsAsync(string words) => Eventually.ShouldBecomeAsync(
        () => Task.FromResult(_server.Log.Newest.Any(line => line.Contains(words, StringComparison.Ordinal))), true);

    private async Task NothingIsPutAsideAsync()
    {
        for (var partition = 0; partition < 4; partition++)
        {
            (await _server.CountAsync(BrokerTopology.RequestQueue(partition) + "_error") ?? 0).ShouldBe(0u);
        }
    }
}
