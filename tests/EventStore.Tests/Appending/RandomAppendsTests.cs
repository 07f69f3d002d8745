using TicketFlow.EventStore.Tests.Support;
using Xunit.Abstractions;

namespace TicketFlow.EventStore.Tests.Appending;

/// <summary>Random units from several stores against a model in memory; the seed is in the output.</summary>
public sealed class RandomAppendsTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly StoreFixture _fixture = new();

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task The_store_accepts_and_refuses_what_a_model_in_memory_does()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        DocumentStore[] stores = [_fixture.Store, _fixture.Open(o => o.HotCacheEntries = 5),
            _fixture.Open(o => o.GroupCommit.MaxBatch = 3)];
        var model = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var step = 0; step < 400; step++)
        {
            await StepAsync(stores[random.Next(stores.Length)], random, model, step);
        }

        var events = _fixture.Store.LightweightSession().Events;
        foreach (var (key, amounts) in model)
        {
            (await events.FetchStreamAsync(key)).Select(e => ((TicketCounted)e.Data).Amount).ShouldBe(amounts, $"seed {seed}, {key}");
        }

        await _fixture.Database.ShouldHoldStreamInvariantsAsync();
        (await _fixture.Database.ScalarAsync<long>("select count(*) from ticketflow.mt_streams")).ShouldBe(model.Count);
    }

    // One unit on one to three streams, each with a random way of appending; the model says whether all of it fits.
    private static async Task StepAsync(DocumentStore store, Random random, Dictionary<string, List<int>> model, int step)
    {
        var session = store.LightweightSession();
        var after = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var fits = true;
        foreach (var key in Enumerable.Range(0, 12).OrderBy(_ => random.Next()).Take(random.Next(1, 4)).Select(i => $"job-{i}"))
        {
            var events = Enumerable.Range(0, random.Next(1, 4)).Select(i => (object)new TicketCounted((step * 10) + i)).ToArray();
            var before = model.GetValueOrDefault(key, []);
            switch (random.Next(4))
            {
                case 0:
                    session.Events.StartStream<TicketState>(key, events);
                    fits &= before.Count == 0;
                    break;
                case 1:
                    session.Events.Append(key, events);
                    break;
                case 2:
                    var asked = Math.Max(0, before.Count + random.Next(-1, 2));
                    session.Events.Append(key, asked + events.Length, events);
                    fits &= asked == before.Count;
                    break;
                default:
                    var stream = await session.Events.FetchForWriting<TicketState>(key);
                    fits &= stream.StartingVersion == before.Count;
                    stream.AppendMany(events);
                    break;
            }

            after[key] = [.. before, .. events.Select(e => ((TicketCounted)e).Amount)];
        }

        (await TrySaveAsync(session)).ShouldBe(fits, $"step {step}");
        if (fits)
        {
            foreach (var (key, amounts) in after)
            {
                model[key] = amounts;
            }
        }
    }

    private static async Task<bool> TrySaveAsync(EventStore.Sessions.IDocumentSession session)
    {
        try
        {
            await session.SaveChangesAsync();
            return true;
        }
        catch (Exception exception) when (exception is EventStreamUnexpectedMaxEventIdException or ExistingStreamIdCollisionException)
        {
            return false;
        }
    }
}
