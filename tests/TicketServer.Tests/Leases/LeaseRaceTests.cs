using Microsoft.Extensions.Logging.Abstractions;
using TicketFlow.EventStore;
using TicketFlow.Testing.Postgres;
using TicketFlow.TicketServer;
using TicketFlow.TicketServer.Health;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Leases;
using TicketFlow.TicketServer.Resources;

namespace TicketServer.Tests.Leases;

/// <summary>Many ask at the same time, at two servers with caches of their own: the log never has two holders.</summary>
public sealed class LeaseRaceTests : IAsyncLifetime
{
    private const int Askers = 24;
    private const int Rounds = 5;

    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    private PostgresDatabase _database = null!;
    private DocumentStore[] _stores = [];

    public async Task InitializeAsync()
    {
        _database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        _stores = [Open(), Open()];
        await _stores[0].ApplyAllConfiguredChangesToDatabaseAsync();
        var session = _stores[0].LightweightSession();
        session.Events.StartStream<ResourceState>(
            "resource-beamer", new ResourceRegistered("beamer", "projector", "", "none", 1, 1, null),
            new ExclusiveUseChosen("beamer", 3600));
        await session.SaveChangesAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Exactly_one_of_those_who_ask_at_once_has_it()
    {
        var runners = _stores.Select(store => new ResourceRunner(
            new DeciderRunner(store, new CommitResilience(NullLogger<CommitResilience>.Instance)))).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var number = round;
            var granted = await Task.WhenAll(Enumerable.Range(0, Askers).Select(n => AskAsync(runners[n % 2], $"r{number}n{n}")));
            var winner = granted.OfType<string>().ShouldHaveSingleItem($"round {round}");

            // Two give it back at once; one of them is an echo.
            await Task.WhenAll(runners.Select(runner => runner.RunAsync(
                "beamer", state => LeaseDecider.Return(state, winner, "desk-" + winner, Now), CancellationToken.None)));
        }

        var log = (await _stores[0].LightweightSession().Events.FetchStreamAsync("resource-beamer")).Skip(2).Select(e => e.EventTypeName);
        log.ShouldBe(Enumerable.Repeat(new[] { "lease_granted", "lease_ended" }, Rounds).SelectMany(pair => pair));
        (await _database.ScalarAsync<long>("select count(*) from ticketflow.queue_lease")).ShouldBe(0);
    }

    private static async Task<string?> AskAsync(ResourceRunner runner, string lease)
    {
        var granted = false;
        for (var tries = 0; ; tries++)
        {
            try
            {
                await runner.RunAsync(
                    "beamer",
                    state =>
                    {
                        var wish = new LeaseWish(lease, "desk-" + lease, "EXAMPLE", "anna", null, Now, TimeSpan.FromMinutes(5));
                        var decision = LeaseDecider.Ask(state, wish, null);
                        granted = decision.Refusal is null;
                        return decision.Events;
                    },
                    CancellationToken.None);
                return granted ? lease : null;
            }
            catch (EventStreamUnexpectedMaxEventIdException) when (tries < 10)
            {
                // As a message that the broker delivers again.
            }
        }
    }

    private DocumentStore Open() => DocumentStore.For(options =>
    {
        options.ConnectionString = _database.ConnectionString;
        TicketServerStore.Configure(options);
    });
}
