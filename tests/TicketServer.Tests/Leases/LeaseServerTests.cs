using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Leases;
using TicketFlow.TicketServer.Resources;
using TicketServer.Tests.Server;

namespace TicketServer.Tests.Leases;

/// <summary>Leases through a running server, on a real broker and a real database.</summary>
public sealed class LeaseServerTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private readonly ShiftedClock _clock = new();
    private ScriptedAgent _anna = null!;
    private ScriptedAgent _bert = null!;
    private long _number;

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _server.Clock = _clock;
        await _server.StartAsync();
        await _server.ChangeAsync("beamer", new ResourceRegistered("beamer", "projector", "", "none", 1, 1, null));
        await _server.ChangeAsync("beamer", new ExclusiveUseChosen("beamer", 4 * 3600));
        (_anna, _bert) = (await _server.EnrolAsync("anna"), await _server.EnrolAsync("bert"));
    }

    public async Task DisposeAsync()
    {
        await _anna.DisposeAsync();
        await _bert.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task One_has_it_and_the_other_is_told_who_until_it_is_given_back()
    {
        var key = await AskAsync(_anna, "Beamer", seconds: 7200);
        var lease = await _anna.LeaseAsync();
        (lease.State, lease.Resource, lease.LeaseId, lease.Key).ShouldBe((LeaseStates.Granted, "beamer", JobId.Of(_anna.Id, key), key));
        lease.SecondsLeft!.Value.ShouldBeInRange(7000, 7200);
        lease.RenewWithin!.Value.ShouldBeInRange(200, 300);

        await AskAsync(_anna, "beamer", key);
        (await _anna.LeaseAsync()).ShouldBe(lease with { Sequence = _number }, new SameLease());
        await AskAsync(_bert, "beamer");
        var refusal = await _bert.RefusalAsync();
        (refusal.Code, refusal.Sequence).ShouldBe((RefusalCodes.ResourceTaken, _number));
        refusal.Text.ShouldContain("ana has 'beamer'");

        await _anna.SendAsync(new LeaseReturn(++_number, lease.LeaseId, "beamer"));
        (await _anna.LeaseAsync()).ShouldBe(new LeaseState(_number, lease.LeaseId, "beamer", LeaseStates.Ended, Code: LeaseEnds.Returned));
        await _anna.SendAsync(new LeaseReturn(++_number, null, "beamer", key));
        (await _anna.LeaseAsync()).ShouldBe(
            new LeaseState(_number, lease.LeaseId, "beamer", LeaseStates.Ended, Code: LeaseEnds.Returned, Key: key));
        await AskAsync(_anna, "beamer", key);
        (await _anna.LeaseAsync()).State.ShouldBe(LeaseStates.Ended, "a request that comes late is no new one");

        await AskAsync(_bert, "beamer");
        (await _bert.LeaseAsync()).State.ShouldBe(LeaseStates.Granted);
        (await EventsAsync()).ShouldBe(
            ["resource_registered", "exclusive_use_chosen", "lease_granted", "lease_ended", "lease_granted"]);
    }

    [Fact]
    public async Task A_lease_that_runs_out_says_so()
    {
        await AskAsync(_anna, "beamer", seconds: 60);
        (await _anna.LeaseAsync()).State.ShouldBe(LeaseStates.Granted);
        _clock.Advance(TimeSpan.FromMinutes(2));
        (await _anna.LeaseAsync()).Code.ShouldBe(LeaseEnds.Expired);
    }

    [Fact]
    public async Task What_its_agent_said_while_no_server_was_there_keeps_it()
    {
        await AskAsync(_anna, "beamer", seconds: 7200);
        var lease = await _anna.LeaseAsync();
        await _server.StopAsync();
        _clock.Advance(TimeSpan.FromMinutes(10));
        await _server.StartAsync();
        await _anna.SendAsync(new LeaseRenewal(++_number, lease.LeaseId, "beamer"));
        (await _anna.LeaseAsync()).State.ShouldBe(LeaseStates.Granted);
    }

    [Fact]
    public async Task One_that_was_never_had_lasts_no_time()
    {
        var key = await AskAsync(_anna, "beamer", seconds: 3600);
        (await _anna.LeaseAsync()).State.ShouldBe(LeaseStates.Granted);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await _anna.SendAsync(new LeaseReturn(++_number, null, "beamer", key));
        (await _anna.LeaseAsync()).State.ShouldBe(LeaseStates.Ended);
        (await _server.Database.ColumnAsync("select data ->> 'from' = data ->> 'to' from ticketflow.mt_events where type = 'lease_ended'"))
            .ShouldBe(["True"]);
    }

    [Fact]
    public async Task An_agent_that_speaks_keeps_it_and_a_silent_one_loses_it()
    {
        await AskAsync(_anna, "beamer");
        var lease = await _anna.LeaseAsync();
        for (var times = 0; times < 3; times++)
        {
            _clock.Advance(TimeSpan.FromMinutes(4));
            await _anna.SendAsync(new LeaseRenewal(++_number, lease.LeaseId, "beamer"));
            (await _anna.LeaseAsync()).State.ShouldBe(LeaseStates.Granted);
        }

        _clock.Advance(TimeSpan.FromMinutes(6));
        (await _anna.LeaseAsync()).ShouldBe(new LeaseState(0, lease.LeaseId, "beamer", LeaseStates.Ended, Code: LeaseEnds.Silent));
        await _anna.SendAsync(new LeaseRenewal(++_number, lease.LeaseId, "beamer"));
        (await _anna.LeaseAsync()).ShouldBe(new LeaseState(_number, lease.LeaseId, "beamer", LeaseStates.Ended, Code: LeaseEnds.Silent));
        var ended = (await LastAsync()).ShouldBeOfType<LeaseEnded>();
        (ended.To - ended.From).TotalMinutes.ShouldBeInRange(17, 18, "until it was last expected to speak, not until that was noticed");
    }

    [Fact]
    public async Task A_server_that_dies_when_the_time_has_come_ends_it_in_its_next_life()
    {
        await AskAsync(_anna, "beamer", seconds: 600);
        var lease = await _anna.LeaseAsync();

        // Claimed by a server that died before it could say so: nobody is promised more time.
        await _server.Database.ExecuteAsync("update ticketflow.queue_lease set ending = true");
        await _anna.SendAsync(new LeaseRenewal(++_number, lease.LeaseId, "beamer"));
        (await _anna.LeaseAsync()).State.ShouldBe(LeaseStates.Ended);
        await _server.StopAsync();
        _clock.Advance(TimeSpan.FromMinutes(20));
        await _server.StartAsync();
        (await _anna.LeaseAsync()).LeaseId.ShouldBe(lease.LeaseId);
        await AskAsync(_bert, "beamer");
        (await _bert.LeaseAsync()).State.ShouldBe(LeaseStates.Granted);
        (await EventsAsync()).TakeLast(3).ShouldBe(["lease_granted", "lease_ended", "lease_granted"]);
    }

    [Fact]
    public async Task An_operator_takes_it_away_and_its_agent_knows_at_once()
    {
        await AskAsync(_anna, "beamer");
        var lease = await _anna.LeaseAsync();
        var order = InternalLetter.Of(new LeaseOrder("beamer", lease.LeaseId, _anna.Id, "olga"));
        await _server.Part<InternalPublisher>().PublishAsync([order, order], CancellationToken.None);
        (await _anna.LeaseAsync()).ShouldBe(new LeaseState(0, lease.LeaseId, "beamer", LeaseStates.Ended, Code: LeaseEnds.TakenAway));
        var last = (await _server.Store.LightweightSession().Events.FetchStreamAsync("resource-beamer"))[^1];
        (last.EventTypeName, last.Headers["actor"].GetString()).ShouldBe(("lease_ended", "operator:olga"));
    }

    [Fact]
    public async Task It_takes_no_jobs_and_what_has_a_queue_is_not_leased()
    {
        await _server.AddPrinterAsync("hall");
        await _anna.SendAsync(_anna.Request("beamer"));
        var refusal = await _anna.RefusalAsync();
        refusal.Code.ShouldBe(RefusalCodes.ResourceExclusive);
        refusal.Text.ShouldContain("ticketflow lease beamer");
        await AskAsync(_anna, "hall");
        (await _anna.RefusalAsync()).Code.ShouldBe(RefusalCodes.ResourceQueued);
        await AskAsync(_anna, "nowhere");
        (await _anna.RefusalAsync()).Code.ShouldBe(RefusalCodes.PrinterUnknown);

        await AskAsync(_anna, "beamer");
        await _anna.LeaseAsync();
        await _bert.SendAsync(new PrinterQuery(++_number, "EXAMPLE", "ana"));
        (await _bert.PrintersAsync()).Printers.Select(p => p.Name).ShouldBe(["hall"]);
    }

    [Fact]
    public async Task What_may_be_leased_is_listed_with_who_has_it()
    {
        await AskAsync(_anna, "beamer");
        await _anna.LeaseAsync();
        await _bert.SendAsync(new PrinterQuery(++_number, "EXAMPLE", "ana", Exclusive: 1));
        var beamer = (await _bert.PrintersAsync()).Printers.ShouldHaveSingleItem();
        (beamer.Name, beamer.State).ShouldBe(("beamer", "in use"));
        beamer.Text!.ShouldStartWith("ana has it until ");
    }

    private async Task<string> AskAsync(ScriptedAgent agent, string resource, string? key = null, int? seconds = null)
    {
        key ??= ScriptedAgent.NewKey();
        await agent.SendAsync(new LeaseRequest(++_number, key, resource, "EXAMPLE", "ana", seconds));
        return key;
    }

    private async Task<IEnumerable<string>> EventsAsync() =>
        (await _server.Store.LightweightSession().Events.FetchStreamAsync("resource-beamer")).Select(e => e.EventTypeName);

    private async Task<object> LastAsync() =>
        (await _server.Store.LightweightSession().Events.FetchStreamAsync("resource-beamer"))[^1].Data;

    /// <summary>The same but for the seconds, which go by.</summary>
    private sealed class SameLease : IEqualityComparer<LeaseState>
    {
        public bool Equals(LeaseState? x, LeaseState? y) => Timeless(x) == Timeless(y);

        public int GetHashCode(LeaseState obj) => Timeless(obj)!.GetHashCode();

        private static LeaseState? Timeless(LeaseState? lease) =>
            lease is null ? null : lease with { RenewWithin = null, SecondsLeft = null };
    }
}
