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

    /// <summary>Whether the user can be asked something here.</summary>
    public virtual bool CanAsk => false;

    /// <summary>Shows every change until the job has ended, or until its user is asked something and can answer.</summary>
    public abstract Task FollowAsync(JobChanges changes);

    public abstract void Ended(LocalJob job);

    public abstract void StillGoing(LocalJob job);

    private sealed class JsonProgress : JobProgress
    {
        public override void Accepted(LocalJob job) => Write(job);

        public override async Task FollowAsync(JobChanges changes)
        {
            var asked = default(LocalQuestion);
            while (await changes.NextAsync())
            {
                if (changes.Asks && changes.Current.Question != asked)
                {
                    Write(changes.Current);
                }

                asked = changes.Current.Question;
            }
        }

        public override void Ended(LocalJob job) => Write(job);

        public override void StillGoing(LocalJob job) => Write(job);

        private static void Write(LocalJob job) => Console.WriteLine(JsonSerializer.Serialize(job, LocalJson.Default.LocalJob));
    }

    private sealed class LineProgress : JobProgress
    {
        public override void Accepted(LocalJob job) => Console.WriteLine(Sentences.Of(job));

        public override async Task FollowAsync(JobChanges changes)
        {
            var said = "";
            while (await changes.NextAsync())
            {
                if (!changes.Current.Ended && Sentences.Of(changes.Current with { BytesSent = 0 }) is var line && line != said)
                {
                    Console.WriteLine(line);
                    said = line;
                }
            }
        }

        public override void Ended(LocalJob job)
        {
            var output = job.State == JobStates.Completed ? Console.Out : Console.Error;
            output.WriteLine(Sentences.Of(job));
            if (Sentences.Advice(job) is { } advice)
            {
                Console.Error.WriteLine(advice);
            }
        }

        public override void StillGoing(LocalJob job) =>
            Console.Error.WriteLine(Sentences.Of(job) + ". The job goes on; 'ticketflow show " + Sentences.Name(job) + "' tells more.");
    }

    private sealed class BarProgress : JobProgress
    {
        private readonly LineProgress _lines = new();

        public override void Accepted(LocalJob job) => _lines.Accepted(job);

        public override bool CanAsk => !Console.IsInputRedirected;

        public override Task FollowAsync(JobChanges changes) => AnsiConsole.Progress()
            .AutoClear(enabled: true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new TransferSpeedColumn())
            .StartAsync(async bars =>
            {
                var bar = bars.AddTask(Markup.Escape(Sentences.Of(changes.Current)), maxValue: Math.Max(1, changes.Current.Bytes ?? 1));
                while (await changes.NextAsync() && !(CanAsk && changes.Asks))
                {
                    bar.Description = Markup.Escape(Sentences.Of(changes.Current));
                    bar.Value = changes.Current.BytesSent;
                }
            });

        public override void Ended(LocalJob job) => _lines.Ended(job);

        public override void StillGoing(LocalJob job) => _lines.StillGoing(job);
    }
}
