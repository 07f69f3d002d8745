using TicketFlow.EventStore.Chain;
using TicketFlow.EventStore.Tests.Support;

namespace TicketFlow.EventStore.Tests.Chain;

/// <summary>After a seal, whatever is done to the log behind the store's back shows, and nothing else does.</summary>
public sealed class EventChainTests : IAsyncLifetime
{
    private const string Columns =
        "seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, correlation_id, causation_id, headers, is_archived";

    private readonly StoreFixture _fixture = new();
    private EventChain _chain = null!;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _chain = new EventChain(_fixture.Store);
        await AppendAsync(35);
        (await _chain.SealAsync(stretch: 10)).Select(s => s.Events).ShouldBe([10L, 10L, 10L, 5L]);
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task An_untouched_log_checks_and_new_events_are_sealed_on_top()
    {
        (await _chain.CheckAsync()).ShouldBeEmpty();
        await AppendAsync(5);
        (await _chain.CheckAsync()).ShouldBeEmpty();

        (await _chain.SealAsync(stretch: 10)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            s => s.Number.ShouldBe(5), s => s.From.ShouldBe(36), s => s.To.ShouldBe(40));
        (await _chain.CheckAsync((await _chain.SealsAsync())[2].Hash)).ShouldBeEmpty();
        (await _chain.SealAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("update {0}.mt_events set data = '{{\"amount\": 999}}' where seq_id = 14", ChainFindingKind.Altered)]
    [InlineData("update {0}.mt_events set timestamp = timestamp + interval '1 microsecond' where seq_id = 14", ChainFindingKind.Altered)]
    [InlineData("update {0}.mt_events set headers = '{{\"actor\": \"somebody\"}}' where seq_id = 14", ChainFindingKind.Altered)]
    [InlineData("update {0}.mt_events set correlation_id = '' where seq_id = 14", ChainFindingKind.Altered)]
    [InlineData("update {0}.mt_events set causation_id = 'x' where seq_id = 14", ChainFindingKind.Altered)]
    [InlineData("update {0}.mt_events set id = gen_random_uuid() where seq_id = 14", ChainFindingKind.Altered)]
    [InlineData("update {0}.mt_events set stream_id = 'job-2', version = 99 where seq_id = 14", ChainFindingKind.Altered)]
    [InlineData("update {0}.mt_events set version = 99 where seq_id = 14", ChainFindingKind.Altered)]
    [InlineData("update {0}.mt_events set type = 'other' where seq_id = 14", ChainFindingKind.Altered)]
    [InlineData("update {0}.mt_events set mt_dotnet_type = 'Other' where seq_id = 14", ChainFindingKind.Altered)]
    [InlineData("update {0}.mt_events set is_archived = true where seq_id = 14", ChainFindingKind.Altered)]
    [InlineData("delete from {0}.mt_events where seq_id = 14", ChainFindingKind.Removed)]
    [InlineData("delete from {0}.mt_events where seq_id between 11 and 20", ChainFindingKind.Removed)]
    [InlineData(
        "delete from {0}.mt_events where seq_id = 14; insert into {0}.mt_events ({1}) select 14, gen_random_uuid(), 'job-0', 99, data, type, timestamp, "
            + "tenant_id, mt_dotnet_type, correlation_id, causation_id, headers, is_archived from {0}.mt_events where seq_id = 15",
        ChainFindingKind.Altered)]
    [InlineData(
        "update {0}.mt_events set seq_id = -1 where seq_id = 14; update {0}.mt_events set seq_id = 14 where seq_id = 15; "
            + "update {0}.mt_events set seq_id = 15 where seq_id = -1",
        ChainFindingKind.Altered)]
    [InlineData(
        "update {0}.mt_events set seq_id = 100 + seq_id where seq_id > 14; update {0}.mt_events set seq_id = seq_id - 99 where seq_id > 114; "
            + "insert into {0}.mt_events ({1}) select 15, gen_random_uuid(), 'job-0', 99, data, type, timestamp, tenant_id, "
            + "mt_dotnet_type, correlation_id, causation_id, headers, is_archived from {0}.mt_events where seq_id = 14",
        ChainFindingKind.Altered)]
    [InlineData("update {0}.chain_seals set hash = repeat('0', 64) where number = 2", ChainFindingKind.Altered)]
    [InlineData("delete from {0}.chain_seals where number = 2", ChainFindingKind.SealBroken)]
    public async Task Each_kind_of_change_is_found_in_its_stretch(string change, ChainFindingKind kind)
    {
        await _fixture.Database.ExecuteAsync(string.Format(null, change, "ticketflow", Columns));

        var findings = await _chain.CheckAsync();

        findings.ShouldNotBeEmpty();
        findings[0].Kind.ShouldBe(kind);
        findings[0].Seal.Number.ShouldBeInRange(2, 3);
    }

    [Fact]
    public async Task An_event_between_two_sealed_numbers_counts_as_inserted()
    {
        await _fixture.Database.ExecuteAsync("select nextval('ticketflow.mt_events_sequence')");
        await AppendAsync(4);
        (await _chain.SealAsync(stretch: 10)).ShouldHaveSingleItem().Events.ShouldBe(4);
        await _fixture.Database.ExecuteAsync($"""
            insert into ticketflow.mt_events ({Columns}) select 36, gen_random_uuid(), 'job-0', 99, data, type, timestamp, tenant_id, mt_dotnet_type,
                correlation_id, causation_id, headers, is_archived from ticketflow.mt_events where seq_id = 1
            """);

        (await _chain.CheckAsync()).ShouldHaveSingleItem().Kind.ShouldBe(ChainFindingKind.Inserted);
    }

    [Fact]
    public async Task An_event_that_takes_a_free_number_is_found_though_nothing_else_changed()
    {
        await _fixture.Database.ExecuteAsync("select nextval('ticketflow.mt_events_sequence')");
        await AppendAsync(1);
        (await _chain.SealAsync()).ShouldHaveSingleItem().Events.ShouldBe(1);
        await _fixture.Database.ExecuteAsync("update ticketflow.mt_events set seq_id = 36 where seq_id = 37");

        (await _chain.CheckAsync()).ShouldHaveSingleItem().Kind.ShouldBe(ChainFindingKind.Altered);
    }

    [Fact]
    public async Task What_is_not_sealed_is_as_old_as_its_first_event()
    {
        (await _chain.UnsealedSinceAsync()).ShouldBeNull();
        await AppendAsync(2);
        (await _chain.UnsealedSinceAsync()).ShouldBe(new DateTimeOffset(
            await _fixture.Database.ScalarAsync<DateTime>("select timestamp from ticketflow.mt_events where seq_id = 36")));
        await _chain.SealAsync();
        (await _chain.UnsealedSinceAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_finding_names_the_streams_that_lost_something()
    {
        await _fixture.Database.ExecuteAsync("delete from ticketflow.mt_events where seq_id = 14");
        (await _chain.CheckAsync()).ShouldHaveSingleItem().Detail
            .ShouldBe("events 11 to 20: 9 found, 10 sealed; streams with holes: job-1");
    }

    [Fact]
    public async Task Seals_written_anew_after_a_change_do_not_have_the_hash_that_was_kept_outside()
    {
        var kept = (await _chain.SealsAsync())[^1].Hash;
        await _fixture.Database.ExecuteAsync(
            "update ticketflow.mt_events set data = '{}' where seq_id = 3; truncate ticketflow.chain_seals");
        await _chain.SealAsync(stretch: 10);

        (await _chain.CheckAsync()).ShouldBeEmpty();
        (await _chain.CheckAsync(kept)).ShouldHaveSingleItem().Kind.ShouldBe(ChainFindingKind.SealBroken);
    }

    private async Task AppendAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var session = _fixture.Store.LightweightSession();
            session.Events.Append($"job-{i % 3}", new TicketCounted(i));
            await session.SaveChangesAsync();
        }
    }
}
