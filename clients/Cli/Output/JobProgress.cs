using System.Text.Json;
using Spectre.Console;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Output;

/// <summary>Shows a job on its way: a bar on a terminal, lines elsewhere, JSON for scripts.</summary>
internal abstract class JobProgress
{
    public static JobProgress For(bool json) =>
        json ? new JsonProgress() : Console.IsOutputRedirected ? new LineProgress() : new BarProgress();

    public abstract void Accepted(LocalJob job);

    /// <summary>Shows every change and returns the last one.</summary>
    public abstract Task<LocalJob> FollowAsync(LocalJob job, IAsyncEnumerable<LocalJob> changes);

    public abstract void Ended(LocalJob job);

    public abstract void StillGoing(LocalJob job);

    protected static string Say(LocalJob job) => job.State switch
    {
        JobStates.Completed => $"{Name(job)}: printed on {job.Printer}, {job.BytesSent:N0} bytes.",
        JobStates.Interrupted => $"{Name(job)}: interrupted in mid-transfer. Look at {job.Printer} before you print it again.",
        JobStates.Failed or JobStates.Refused or JobStates.Cancelled => $"{Name(job)}: {job.State} ({job.Code}). {job.Text}".TrimEnd(),
        JobStates.Waiting when job.Position is { } place => $"{Name(job)}: waiting for {job.Printer}, place {place}{Why(job)}",
        JobStates.Waiting => $"{Name(job)}: waiting for {job.Printer}{Why(job)}",
        "accepted" => $"{Name(job)}: accepted, waiting for the ticket server",
        _ => $"{Name(job)}: {job.State}",
    };

    private static string Name(LocalJob job) => job.JobId ?? job.Key;

    private static string Why(LocalJob job) => job.Why is null ? "" : $" ({job.Why})";

    private sealed class JsonProgress : JobProgress
    {
        public override void Accepted(LocalJob job) => Write(job);

        public override async Task<LocalJob> FollowAsync(LocalJob job, IAsyncEnumerable<LocalJob> changes)
        {
            await foreach (var change in changes)
            {
                job = change;
            }

            return job;
        }

        public override void Ended(LocalJob job) => Write(job);

        public override void StillGoing(LocalJob job) => Write(job);

        private static void Write(LocalJob job) => Console.WriteLine(JsonSerializer.Serialize(job, LocalJson.Default.LocalJob));
    }

    private sealed class LineProgress : JobProgress
    {
        public override void Accepted(LocalJob job) => Console.WriteLine(Say(job));

        public override async Task<LocalJob> FollowAsync(LocalJob job, IAsyncEnumerable<LocalJob> changes)
        {
            var said = "";
            await foreach (var change in changes)
            {
                job = change;
                if (!job.Ended && Say(job) is var line && line != said)
                {
                    Console.WriteLine(line);
                    said = line;
                }
            }

            return job;
        }

        public override void Ended(LocalJob job)
        {
            var output = job.State == JobStates.Completed ? Console.Out : Console.Error;
            output.WriteLine(Say(job));
        }

        public override void StillGoing(LocalJob job) =>
            Console.Error.WriteLine(Say(job) + ". The job goes on; 'ticketflow show " + Name(job) + "' tells more.");
    }

    private sealed class BarProgress : JobProgress
    {
        private readonly LineProgress _lines = new();

        public override void Accepted(LocalJob job) => _lines.Accepted(job);

        public override Task<LocalJob> FollowAsync(LocalJob job, IAsyncEnumerable<LocalJob> changes) => AnsiConsole.Progress()
            .AutoClear(enabled: true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new TransferSpeedColumn())
            .StartAsync(async bars =>
            {
                var bar = bars.AddTask(Markup.Escape(Say(job)), maxValue: Math.Max(1, job.Bytes ?? 1));
                await foreach (var change in changes)
                {
                    job = change;
                    bar.Description = Markup.Escape(Say(job));
                    bar.Value = job.BytesSent;
                }

                return job;
            });

        public override void Ended(LocalJob job) => _lines.Ended(job);

        public override void StillGoing(LocalJob job) => _lines.StillGoing(job);
    }
}
