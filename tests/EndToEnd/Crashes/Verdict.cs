using TicketFlow.SystemUnderTest;

namespace EndToEnd.Tests.Crashes;

/// <summary>What must hold after any crash, judged at the printers and in the event streams.</summary>
internal sealed class Verdict(TicketFlowSystem system, CrashLoad load)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private const string EndsByTitle = """
        select (o.data ->> 'title') || ' ' || e.type
        from ticketflow.mt_events e
        join ticketflow.mt_events o on o.stream_id = e.stream_id and o.type = 'job_opened'
        where e.type in ('transfer_completed', 'transfer_interrupted', 'transfer_failed', 'job_cancelled', 'job_refused')
        """;

    private const string BrokenStreams = """
        select s.id from ticketflow.mt_streams s left join ticketflow.mt_events e on e.stream_id = s.id
        group by s.id, s.version having count(e.version) <> s.version or min(e.version) <> 1 or max(e.version) <> s.version
        """;

    private const string TwiceOpened = """
        select data ->> 'key' from ticketflow.mt_events where type = 'job_opened' group by 1 having count(*) > 1
        """;

    /// <summary>Until the ticket server has no open job and the agent knows each of its jobs to have ended.</summary>
    public Task EveryJobEndsAsync(TimeSpan? within = null) => Eventually.TrueAsync(
        async () => await OpenJobsAsync() == 0 && (await system.Agents[0].JobsAsync()).All(job => job.Ended) && await OpenJobsAsync() == 0,
        within ?? Patience,
        () => $"every job ends; {system.Index.Look().Count} documents at the printers");

    /// <summary>Checks everything; the titles of interrupted jobs come back.</summary>
    public async Task<IReadOnlySet<string>> CheckAsync()
    {
        var ends = (await system.Database.ColumnAsync(EndsByTitle)).Select(line => line.Split(' ')).ToLookup(end => end[0], end => end[1]);
        var interrupted = ends.Where(end => end.Contains("transfer_interrupted")).Select(end => end.Key).ToHashSet(StringComparer.Ordinal);
        var pieces = system.Index.Look().ToLookup(document => document.Id ?? "without id");
        var whole = pieces.ToDictionary(of => of.Key, of => of.Count(piece => piece is { Complete: true, Bytes: CrashLoad.DocumentBytes }));

        ends.Where(end => end.Count() != 1).Select(end => $"{end.Key} {string.Join(',', end)}").ShouldBeEmpty("every job ends once");
        whole.Where(of => of.Value > 1).Select(of => of.Key).ShouldBeEmpty("doubled");
        pieces.Where(of => of.Count() > 1).Select(of => of.Key).ShouldBeEmpty("nothing is sent again silently, not even a piece");
        load.Acknowledged.Keys.Where(id => !ends.Contains(id)).ShouldBeEmpty("acknowledged jobs without an end");
        load.Acknowledged.Keys.Where(id => !interrupted.Contains(id) && whole.GetValueOrDefault(id) != 1).ShouldBeEmpty("lost");
        ends.Where(end => !end.Contains("transfer_interrupted") && !end.Contains("transfer_completed"))
            .Select(end => $"{end.Key} {string.Join(',', end)}").ShouldBeEmpty("jobs with another end");
        pieces.Select(of => of.Key).Where(id => !load.Acknowledged.ContainsKey(id) && !load.Unknown.ContainsKey(id)).ShouldBeEmpty(
            "strangers");
        (await system.Database.ColumnAsync(BrokenStreams)).ShouldBeEmpty("streams with holes");
        (await system.Database.ColumnAsync(TwiceOpened)).ShouldBeEmpty("requests that became two jobs");
        return interrupted;
    }

    private Task<long> OpenJobsAsync() => system.Database.ScalarAsync<long>("select count(*) from ticketflow.queue_job");
}
