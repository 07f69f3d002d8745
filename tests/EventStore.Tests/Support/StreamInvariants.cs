using TicketFlow.Testing.Postgres;

namespace TicketFlow.EventStore.Tests.Support;

/// <summary>What must hold of every stream at every time.</summary>
internal static class StreamInvariants
{
    /// <summary>Number of events = highest version = the stream row's version, and numbers rise with versions.</summary>
    public static async Task ShouldHoldStreamInvariantsAsync(this PostgresDatabase database)
    {
        var broken = await database.ColumnAsync("""
            select s.id || ' row ' || s.version || ' events ' || count(e.version) || ' max ' || coalesce(max(e.version), 0)
            from ticketflow.mt_streams s left join ticketflow.mt_events e on e.stream_id = s.id
            group by s.id, s.version having count(e.version) <> s.version or coalesce(max(e.version), 0) <> s.version
            """);
        broken.ShouldBeEmpty();
        var disordered = await database.ColumnAsync("""
            select a.stream_id from ticketflow.mt_events a
            join ticketflow.mt_events b on b.stream_id = a.stream_id and b.version = a.version + 1
            where b.seq_id <= a.seq_id
            """);
        disordered.ShouldBeEmpty();
    }
}
