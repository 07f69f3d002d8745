using TicketFlow.EventStore.Tests.Support;

namespace TicketFlow.EventStore.Tests.Format;

public sealed class StoreOptionsTests
{
    public static TheoryData<Action<StoreOptions>, string> Mistakes => new()
    {
        { o => o.ConnectionString = null, "ConnectionString" },
        { o => o.DatabaseSchemaName = "Robert'; drop", "schema name" },
        { o => o.DatabaseSchemaName = "1st", "schema name" },
        { o => o.HotCacheEntries = -1, "HotCacheEntries" },
        { o => o.MaxEventBytes = 10, "MaxEventBytes" },
        { o => o.GroupCommit.MaxBatch = 0, "GroupCommit.MaxBatch" },
        { o => o.GroupCommit.Committers = 3, "GroupCommit.Committers" },
        { o => o.GroupCommit.MaxDelay = TimeSpan.FromSeconds(2), "GroupCommit.MaxDelay" },
        { o => o.GroupCommit.QueueCapacity = 10, "GroupCommit.QueueCapacity" },
        { o => o.Daemon.PageSize = 0, "Daemon.PageSize" },
        { o => o.Daemon.StaleSequenceThreshold = TimeSpan.Zero, "Daemon.StaleSequenceThreshold" },
        { o => o.Events.MapEventType<TicketOpened>("same").MapEventType<TicketClosed>("same"), "'same'" },
        { o => o.Projections.AddAsync(new AuditProjection()).AddAsync(new AuditProjection()), "Audit:All" },
        { o => o.Projections.Snapshot<TicketClosed>(), "TicketClosed cannot be folded" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_stops_the_store_with_a_sentence_that_names_it(Action<StoreOptions> mistake, string named) =>
        Should.Throw<StoreConfigurationException>(() => DocumentStore.For(options =>
        {
            options.ConnectionString = "Host=127.0.0.1";
            mistake(options);
        })).Message.ShouldContain(named);
}
