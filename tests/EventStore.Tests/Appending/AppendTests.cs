using TicketFlow.EventStore.Tests.Support;

namespace TicketFlow.EventStore.Tests.Appending;

public sealed class AppendTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    [Fact]
    public async Task A_saved_unit_comes_back_with_version_sequence_time_and_metadata()
    {
        var key = NewKey();
        var session = fixture.Store.LightweightSession();
        (session.CorrelationId, session.CausationId) = ("request-1", "cause-1");
        session.SetHeader("actor", "alice");
        session.Events.StartStream<TicketState>(key, new TicketOpened("Büro", Priority.High), new TicketCounted(3));

        var saved = await session.SaveChangesAsync();

        saved.Select(e => e.Version).ShouldBe([1, 2]);
        saved[1].Sequence.ShouldBe(saved[0].Sequence + 1);
        var read = await fixture.Store.LightweightSession().Events.FetchStreamAsync(key);
        read.Select(e => (e.Id, e.Version, e.Sequence, e.Timestamp, e.EventTypeName, e.CorrelationId, e.CausationId))
            .ShouldBe(saved.Select(e => (e.Id, e.Version, e.Sequence, e.Timestamp, e.EventTypeName, e.CorrelationId, e.CausationId)));
        read[0].Data.ShouldBe(new TicketOpened("Büro", Priority.High));
        read[0].CorrelationId.ShouldBe("request-1");
        read[0].CausationId.ShouldBe("cause-1");
        read[0].Headers["actor"].GetString().ShouldBe("alice");
        read[0].Timestamp.Offset.ShouldBe(TimeSpan.Zero);
        var state = (await fixture.Store.LightweightSession().Events.FetchStreamStateAsync(key)).ShouldNotBeNull();
        (state.Version, state.AggregateTypeName, state.IsArchived).ShouldBe((2, "ticket", false));
    }

    [Fact]
    public async Task Headers_of_all_three_stored_forms_are_read()
    {
        var key = NewKey();
        await AppendAsync(key, new TicketCounted(1), new TicketCounted(2));
        await fixture.Database.ExecuteAsync(
            $"update ticketflow.mt_events set headers = 'null'::jsonb where stream_id = '{key}' and version = 2");

        var read = await fixture.Store.LightweightSession().Events.FetchStreamAsync(key);

        read.ShouldAllBe(e => e.Headers.Count == 0);
    }

    [Fact]
    public async Task StartStream_on_a_stream_that_exists_is_refused()
    {
        var key = NewKey();
        await AppendAsync(key, new TicketCounted(1));
        var session = fixture.Store.LightweightSession();
        session.Events.StartStream<TicketState>(key, new TicketCounted(2));

        (await Should.ThrowAsync<ExistingStreamIdCollisionException>(() => session.SaveChangesAsync())).StreamKey.ShouldBe(key);

        (await session.Events.FetchStreamAsync(key)).Count.ShouldBe(1);
        (await session.SaveChangesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_expected_version_is_the_one_after_the_append()
    {
        var key = NewKey();
        await AppendAsync(key, new TicketCounted(1), new TicketCounted(2));
        var session = fixture.Store.LightweightSession();
        session.Events.Append(key, 3, new TicketCounted(3));
        (await session.SaveChangesAsync())[0].Version.ShouldBe(3);

        session.Events.Append(key, 3, new TicketCounted(4));
        var conflict = await Should.ThrowAsync<EventStreamUnexpectedMaxEventIdException>(() => session.SaveChangesAsync());

        (conflict.Expected, conflict.Actual).ShouldBe((2, 3));
    }

    [Fact]
    public async Task Several_streams_of_one_unit_are_stored_all_or_none()
    {
        var (good, stale) = (NewKey(), NewKey());
        await AppendAsync(stale, new TicketCounted(1));
        var session = fixture.Store.LightweightSession();
        session.Events.Append(good, new TicketCounted(1));
        session.Events.Append(stale, 5, new TicketCounted(1));

        await Should.ThrowAsync<EventStreamUnexpectedMaxEventIdException>(() => session.SaveChangesAsync());

        (await session.Events.FetchStreamStateAsync(good)).ShouldBeNull();
    }

    [Fact]
    public async Task An_archived_stream_is_hidden_and_closed()
    {
        var key = NewKey();
        await AppendAsync(key, new TicketCounted(1));
        var session = fixture.Store.LightweightSession();
        session.Events.ArchiveStream(key);
        await session.SaveChangesAsync();

        (await session.Events.FetchStreamAsync(key)).ShouldBeEmpty();
        (await session.Events.FetchStreamStateAsync(key)).ShouldNotBeNull().IsArchived.ShouldBeTrue();
        (await fixture.Store.ReadAllAsync().ToListAsync()).ShouldNotContain(e => e.StreamKey == key);
        session.Events.Append(key, new TicketCounted(2));
        await Should.ThrowAsync<InvalidStreamOperationException>(() => session.SaveChangesAsync());
        var stream = await session.Events.FetchForWriting<TicketState>(key);
        stream.AppendOne(new TicketCounted(2));
        await Should.ThrowAsync<InvalidStreamOperationException>(() => session.SaveChangesAsync());
        (await fixture.Database.ScalarAsync<bool>($"select bool_and(is_archived) from ticketflow.mt_events where stream_id = '{key}'"))
            .ShouldBeTrue();
    }

    [Fact]
    public async Task A_too_large_event_is_refused_before_the_database_sees_it()
    {
        var session = fixture.Store.LightweightSession();
        session.Events.Append(NewKey(), new TicketOpened(new string('x', 2 * 1024 * 1024), Priority.Normal));

        (await Should.ThrowAsync<AppendRejectedException>(() => session.SaveChangesAsync())).Code.ShouldBe("event-too-large");
    }

    [Fact]
    public async Task Past_states_are_folded_by_version_and_by_time()
    {
        var key = NewKey();
        var first = await AppendAsync(key, new TicketCounted(1), new TicketCounted(2));
        await AppendAsync(key, new TicketCounted(4));
        var events = fixture.Store.LightweightSession().Events;

        (await events.AggregateStreamAsync<TicketState>(key)).ShouldNotBeNull().Total.ShouldBe(7);
        (await events.AggregateStreamAsync<TicketState>(key, version: 1)).ShouldNotBeNull().Total.ShouldBe(1);
        (await events.AggregateStreamAsync<TicketState>(key, timestamp: first[0].Timestamp)).ShouldNotBeNull().Total.ShouldBe(3);
        (await events.AggregateStreamAsync<TicketState>(NewKey())).ShouldBeNull();
        (await events.FetchStreamAsync(key, fromVersion: 2)).Select(e => e.Version).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task Foreign_bookkeeping_events_are_passed_over_and_unknown_ones_named()
    {
        var key = NewKey();
        await AppendAsync(key, new TicketCounted(1), new TicketCounted(2));
        await SetTypeAsync(key, "tombstone", "JasperFx.Events.Tombstone, JasperFx.Events");
        (await fixture.Store.LightweightSession().Events.FetchStreamAsync(key)).Select(e => e.Version).ShouldBe([1]);

        await SetTypeAsync(key, "nobody_knows", "No.Such.Type, Nowhere");
        (await Should.ThrowAsync<UnknownEventTypeException>(
            () => fixture.Store.LightweightSession().Events.FetchForWriting<TicketState>(key)))
            .Alias.ShouldBe("nobody_knows");

        await SetTypeAsync(key, "old_name", $"{typeof(TicketCounted).FullName}, EventStore.Tests");
        (await fixture.Store.LightweightSession().Events.FetchStreamAsync(key)).Count.ShouldBe(2);
    }

    private static string NewKey() => "job-" + Guid.NewGuid().ToString("N");

    private Task SetTypeAsync(string key, string alias, string dotNetType) => fixture.Database.ExecuteAsync(
        $"update ticketflow.mt_events set type = '{alias}', mt_dotnet_type = '{dotNetType}' where stream_id = '{key}' and version = 2");

    private async Task<IReadOnlyList<EventStore.Events.IEvent>> AppendAsync(string key, params object[] events)
    {
        var session = fixture.Store.LightweightSession();
        session.Events.Append(key, events);
        return await session.SaveChangesAsync();
    }
}
