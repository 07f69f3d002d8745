using TicketFlow.Contracts.Agents;
using TicketFlow.TicketServer.Agents;
using TicketServer.Tests.Server;

namespace TicketServer.Tests.Agents;

/// <summary>Hellos of two installations with one identity, through broker, server and database.</summary>
public sealed class TwinTests : IAsyncLifetime
{
    private const string Original = "aaaaaaaaaaaaaaa2";
    private const string Copy = "bbbbbbbbbbbbbbb2";
    private const string Later = "aaaaaaaaaaaaaaa3";
    private const string Notices = "select count(*) from ticketflow.support_notice where kind = 'agent-forked'";

    private readonly ShiftedClock _clock = new();
    private readonly ServerHarness _server = new();
    private ScriptedAgent _agent = null!;
    private long _number;

    public async Task InitializeAsync()
    {
        _server.Clock = _clock;
        await _server.InitializeAsync();
        await _server.StartAsync();
        _agent = await _server.EnrolAsync("twin");
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Are_told_to_support_once_and_stand_on_the_agents_stream()
    {
        await HelloAsync(Original, expected: ["agent_started"]);
        await HelloAsync(Copy, ["agent_started", "agent_started"], Original);
        (await _server.Database.ScalarAsync<long>(Notices)).ShouldBe(0);

        await HelloAsync(Later, ["agent_started", "agent_started", "agent_forked", "agent_started"], Original);
        (await _server.Database.ScalarAsync<long>(Notices)).ShouldBe(1);
        (await _server.Database.ScalarAsync<string>("select text from ticketflow.support_notice where kind = 'agent-forked'"))
            .ShouldContain($"the identity of agent {_agent.Id}: one at 192.0.2.3 and one at 192.0.2.2");

        await HelloAsync("bbbbbbbbbbbbbbb3", ["agent_started", "agent_started", "agent_forked", "agent_started", "agent_started"], Copy);
        (await _server.Database.ScalarAsync<long>(Notices)).ShouldBe(1);
    }

    [Fact]
    public async Task An_agent_that_names_no_start_is_answered_and_not_watched()
    {
        await _agent.SendAsync(new Hello(1, "0.1.0"));
        (await _agent.WelcomeAsync()).Sequence.ShouldBe(1);
        (await EventsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("NOT-AN-ID-AT-ALL", 1)]
    [InlineData(Original, 17)]
    public async Task A_start_that_cannot_be_one_is_refused_whole(string start, int previous)
    {
        await _agent.SendAsync(new Hello(7, "0.1.0", null, start, [.. Enumerable.Repeat(Copy, previous)]));
        (await _agent.RefusalAsync()).Code.ShouldBe("message-invalid");
        (await EventsAsync()).ShouldBeEmpty();
    }

    private async Task HelloAsync(string start, string[] expected, params string[] previous)
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _agent.SendAsync(new Hello(++_number, "0.1.0", null, start, previous, $"192.0.2.{_number}"));
        (await _agent.WelcomeAsync()).Sequence.ShouldBe(_number);
        await Eventually.TrueAsync(
            async () => (await EventsAsync()).SequenceEqual(expected), $"after {start} the stream is {string.Join(' ', expected)}");
    }

    private async Task<string[]> EventsAsync() =>
        [.. (await _server.Store.LightweightSession().Events.FetchStreamAsync(AgentEventTypes.StreamKey(_agent.Id)))
            .Select(e => e.EventTypeName)];
}
