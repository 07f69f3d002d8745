using TicketFlow.EventStore.Tests.Support;

namespace TicketFlow.EventStore.Tests.Format;

/// <summary>What a row looks like, to the byte: a change here is a change of the stored format.</summary>
public sealed class GoldenRowTests : IAsyncLifetime
{
    private readonly StoreFixture _fixture = new();

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Rows_are_stored_as_Marten_stores_them()
    {
        var store = _fixture.Open(
            o => o.TimeProvider = new FixedTime(new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.FromHours(2)).AddTicks(1234)));
        var session = store.LightweightSession();
        (session.CorrelationId, session.CausationId) = ("corr", "caus");
        session.SetHeader("actor", "alice");
        session.SetHeader("attempt", 2);
        session.Events.StartStream<TicketState>("job-1", new TicketOpened("Überschrift \"1\"", Priority.High),
            new Assigned("bob", new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)), [1, 2]));
        await session.SaveChangesAsync();
        var plain = store.LightweightSession();
        plain.Events.Append("job-2", new TicketCounted(7));
        await plain.SaveChangesAsync();

        (await _fixture.Database.ColumnAsync("""
            select concat_ws(' | ', seq_id, stream_id, version, data, bdata is null, type, timestamp at time zone 'utc', tenant_id, mt_dotnet_type,
                coalesce(correlation_id, '-'), coalesce(causation_id, '-'), coalesce(headers::text, '-'), is_archived)
            from ticketflow.mt_events order by seq_id
            """)).ShouldBe(
        [
            """1 | job-1 | 1 | {"note": null, "title": "Überschrift \"1\"", "priority": "High"} | t | ticket_opened | 2026-03-04 03:06:07.089123 | *DEFAULT* | TicketFlow.EventStore.Tests.Support.TicketOpened, EventStore.Tests | corr | caus | {"actor": "alice", "attempt": 2} | f""",
            """2 | job-1 | 2 | {"at": "2026-01-02T03:04:05+01:00", "to": "bob", "places": [1, 2]} | t | assigned | 2026-03-04 03:06:07.089123 | *DEFAULT* | TicketFlow.EventStore.Tests.Format.GoldenRowTests+Assigned, EventStore.Tests | corr | caus | {"actor": "alice", "attempt": 2} | f""",
            """3 | job-2 | 1 | {"amount": 7} | t | ticket_counted | 2026-03-04 03:06:07.089123 | *DEFAULT* | TicketFlow.EventStore.Tests.Support.TicketCounted, EventStore.Tests | - | - | - | f""",
        ]);
        (await _fixture.Database.ColumnAsync("""
            select concat_ws(' | ', id, coalesce(type, '-'), version, timestamp at time zone 'utc', created = timestamp, tenant_id, is_archived)
            from ticketflow.mt_streams order by id
            """)).ShouldBe(
        [
            "job-1 | ticket | 2 | 2026-03-04 03:06:07.089123 | t | *DEFAULT* | f",
            "job-2 | - | 1 | 2026-03-04 03:06:07.089123 | t | *DEFAULT* | f",
        ]);
    }

    public sealed record Assigned(string To, DateTimeOffset At, int[] Places);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
