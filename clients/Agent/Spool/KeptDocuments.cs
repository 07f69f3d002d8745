using Microsoft.Extensions.Hosting;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Spool;

/// <summary>Lets go of the documents of interrupted and failed jobs when their time has passed or their room is needed.</summary>
internal sealed class KeptDocuments : BackgroundService
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(50);

    private readonly JobTable _table;
    private readonly JobLifecycle _jobs;
    private readonly SpoolOptions _options;
    private readonly TimeProvider _clock;

    public KeptDocuments(JobTable table, JobLifecycle jobs, SpoolStore spool, SpoolOptions options, TimeProvider clock)
    {
        (_table, _jobs, _options, _clock) = (table, jobs, options, clock);
        spool.Disk.GiveUpOldest = GiveUpOldestFile;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var look = _options.KeepEnded / 10;
        using var beat = new PeriodicTimer(look < ShortestLook ? ShortestLook : look > LongestLook ? LongestLook : look, _clock);
        try
        {
            do
            {
                EndRetention();
            }
            while (await beat.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent ends.
        }
    }

    private void EndRetention()
    {
        var before = _clock.GetUtcNow() - _options.KeepEnded;
        foreach (var entry in _table.Kept.Where(entry => entry.State.EndedAt <= before))
        {
            _jobs.Apply(entry, new RetentionEnded());
        }
    }

    private bool GiveUpOldestFile()
    {
        var oldest = _table.Kept.Where(entry => entry.State is { DocumentKept: true, SpoolFile: not null })
            .MinBy(entry => entry.State.EndedAt);
        if (oldest is null)
        {
            return false;
        }

        _jobs.Apply(oldest, new RetentionEnded());
        return true;
    }
}
