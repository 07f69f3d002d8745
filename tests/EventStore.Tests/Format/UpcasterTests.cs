using System.Text.Json.Nodes;
using TicketFlow.EventStore.Tests.Support;

namespace TicketFlow.EventStore.Tests.Format;

/// <summary>Old events stay as they are in the log and are today's events for everybody who reads.</summary>
public sealed class UpcasterTests : IAsyncLifetime
{
    private readonly StoreFixture _fixture = new();

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_stream_of_three_generations_folds_as_one()
    {
        await _fixture.Database.ExecuteAsync("""
            insert into ticketflow.mt_streams (id, type, version) values ('job-1', 'ticket', 3);
            insert into ticketflow.mt_events (seq_id, id, stream_id, version, data, type, mt_dotnet_type) values
                (nextval('ticketflow.mt_events_sequence'), gen_random_uuid(), 'job-1', 1, '{"amountText": "20"}', 'counted_v1', 'Old.Counted, Old'),
                (nextval('ticketflow.mt_events_sequence'), gen_random_uuid(), 'job-1', 2, '{"dozens": 2}', 'counted_v2', null),
                (nextval('ticketflow.mt_events_sequence'), gen_random_uuid(), 'job-1', 3, '{"amount": 1}', 'ticket_counted', null)
            """);
        await using var store = _fixture.Open(o =>
        {
            o.Events.Upcast<JsonObject, CountedInDozens>("counted_v1", old => new(int.Parse((string)old["amountText"]!, null) / 12.0));
            o.Events.Upcast<CountedInDozens, TicketCounted>("counted_v2", old => new((int)(old.Dozens * 12)));
            o.Projections.AddAsync(new OnlyCounted());
        });
        await store.ApplyAllConfiguredChangesToDatabaseAsync();

        var events = await store.LightweightSession().Events.FetchStreamAsync("job-1");
        await using var daemon = store.BuildProjectionDaemon();
        await daemon.RebuildProjectionAsync("OnlyCounted");

        events.Select(e => e.Data).ShouldBe([new TicketCounted(20), new TicketCounted(24), new TicketCounted(1)]);
        events.ShouldAllBe(e => e.EventTypeName == "ticket_counted");
        (await store.LightweightSession().Events.AggregateStreamAsync<TicketState>("job-1"))!.Total.ShouldBe(45);
        (await _fixture.Database.ColumnAsync("select data ->> 'total' from ticketflow.mt_doc_upcastertests_counttotal")).ShouldBe(["45"]);
        (await _fixture.Database.ColumnAsync("select type from ticketflow.mt_events order by seq_id"))
            .ShouldBe(["counted_v1", "counted_v2", "ticket_counted"]);
    }

    [Fact]
    public void An_alias_has_one_meaning()
    {
        Should.Throw<StoreConfigurationException>(
            () => _fixture.Open(o => o.Events.Upcast<JsonObject, TicketCounted>("ticket_counted", _ => new(0))))
            .Message.ShouldContain("ticket_counted");
        Should.Throw<StoreConfigurationException>(() => _fixture.Open(o => o.Events
            .Upcast<JsonObject, TicketCounted>("old", _ => new(0)).Upcast<JsonObject, TicketClosed>("old", _ => new(""))))
            .Message.ShouldContain("twice");
    }

    public sealed record CountedInDozens(double Dozens);

    public sealed record CountTotal(int Total);

    /// <summary>Asks for today's type only; the page query must find the old aliases all the same.</summary>
    private sealed class OnlyCounted : Projections.SingleStreamProjection<CountTotal>
    {
        public override IReadOnlyCollection<Type> EventTypes => [typeof(TicketCounted)];

        public override CountTotal? Apply(CountTotal? document, Events.IEvent @event) =>
            new((document?.Total ?? 0) + ((TicketCounted)@event.Data).Amount);
    }
}
