using TicketFlow.EventStore;
using TicketFlow.TicketServer;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.SystemUnderTest;

/// <summary>Registers printers in bulk, by the events the operators' tool would append one by one.</summary>
internal static class PrinterRegistry
{
    private const int PerCommit = 500;
    private const long MaxBytes = 1_000_000_000;

    /// <summary>Printers on neighbouring loopback ports; returns their names.</summary>
    public static async Task<IReadOnlyList<string>> AddAsync(
        string database, int firstPort, int count, int slots, IReadOnlyList<FurtherPrinter> further)
    {
        var options = new StoreOptions { ConnectionString = database };
        TicketServerStore.Configure(options);
        await using var store = new DocumentStore(options);
        await store.ApplyAllConfiguredChangesToDatabaseAsync(CancellationToken.None);
        var names = Enumerable.Range(0, count).Select(number => $"printer-{number:D5}").ToList();
        foreach (var chunk in names.Select((name, number) => (name, Port: firstPort + number)).Chunk(PerCommit))
        {
            var session = store.LightweightSession();
            session.SetHeader("actor", "operator:test");
            foreach (var (name, port) in chunk)
            {
                session.Events.StartStream<ResourceState>(
                    ResourceEventTypes.StreamKey(name),
                    new ResourceRegistered(name, "printer", $"127.0.0.1:{port}", "raw", slots, MaxBytes, Location: null));
            }

            await session.SaveChangesAsync();
        }

        var others = store.LightweightSession();
        others.SetHeader("actor", "operator:test");
        foreach (var (name, address, mechanism) in further)
        {
            others.Events.StartStream<ResourceState>(
                ResourceEventTypes.StreamKey(name),
                new ResourceRegistered(name, "printer", address, mechanism, slots, MaxBytes, Location: null));
        }

        await others.SaveChangesAsync();
        return names;
    }
}
