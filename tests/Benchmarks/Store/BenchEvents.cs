using TicketFlow.EventStore.Events;

namespace TicketFlow.Benchmarks.Store;

// About 300 bytes of JSON each, like the events of a job.
internal sealed record JobOpened(
    string JobId, string Printer, string UserDomain, string UserName, string ClientVersion, string OperatingSystem, string Driver,
    string Title, DateTimeOffset At);

internal sealed record JobDescribed(string JobId, string AgentAddress, int Pages, long Bytes, string ConfigurationVersion, string MediaType,
    string Note, DateTimeOffset At);

internal sealed record GoAheadIssued(
    string JobId, string Printer, string Address, string Mechanism, int Attempt, string Reason, string Server, DateTimeOffset At);

internal sealed record TransferStarted(
    string JobId, string Printer, int Attempt, string LocalAddress, string Agent, string Server, string Note, DateTimeOffset At);

internal sealed record TransferCompleted(
    string JobId, string Printer, int Attempt, long Bytes, string Grade, int Pages, string Digest, string Note, DateTimeOffset At);

/// <summary>The state a job folds to; also the document of the rebuild.</summary>
internal sealed record JobDocument(
    string Id, string Printer, string User, string Title, int Pages, long Bytes, int Attempt, string State, int Events)
{
    public static JobDocument? Fold(JobDocument? state, IEvent @event)
    {
        var now = state ?? new JobDocument(@event.StreamKey, "", "", "", 0, 0, 0, "new", 0);
        now = @event.Data switch
        {
            JobOpened e => now with { Printer = e.Printer, User = e.UserName, Title = e.Title, State = "opened" },
            JobDescribed e => now with { Pages = e.Pages, Bytes = e.Bytes, State = "described" },
            GoAheadIssued e => now with { Attempt = e.Attempt, State = "released" },
            TransferStarted e => now with { Attempt = e.Attempt, State = "started" },
            TransferCompleted e => now with { Bytes = e.Bytes, State = "completed" },
            _ => now,
        };
        return now with { Events = now.Events + 1 };
    }
}

internal static class BenchEvents
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>The five events of a job's life.</summary>
    public static object[] OfJob(string jobId, int number) =>
    [
        new JobOpened(jobId, $"printer-{number % 200:000}-building-7", "example.org", $"user{number % 5000}", "1.14.2",
            "Debian 12 bookworm", "generic-pcl6 3.2.1", $"Quarterly report {number} with figures", At),
        new JobDescribed(jobId, $"10.20.{number % 250}.{number % 199}", (number % 40) + 1, 10_000 + number, "printer-41;rates-7;access-12",
            "application/vnd.hp-PCL", "spooled in memory, two-sided long edge", At),
        new GoAheadIssued(jobId, $"printer-{number % 200:000}-building-7", "10.9.8.7:9100", "raw", 1, "printer idle, first in the queue",
            "ticket-server-a", At),
        new TransferStarted(jobId, $"printer-{number % 200:000}-building-7", 1, "10.20.30.40:51234", $"agent-{number % 3000:0000}",
            "ticket-server-a", "first byte accepted by the printer", At),
        new TransferCompleted(jobId, $"printer-{number % 200:000}-building-7", 1, 10_000 + number, "BytesAccepted", (number % 40) + 1,
            "4f9c0d6b1a7e48f2a3f5c1d7e9b80612", "closed in order", At),
    ];
}
