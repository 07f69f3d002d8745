using Spectre.Console;
using TicketFlow.EventStore.Replay;

namespace TicketFlow.Ops.Replay;

/// <summary>Progress and time left of a replay: a bar on a terminal, now and then a line on standard error elsewhere.</summary>
internal static class ReplayBar
{
    public static async Task<ReplayProgress> RunAsync(string title, Func<IProgress<ReplayProgress>?, Task<ReplayProgress>> work)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive)
        {
            return await work(new ReplayLines(title, Console.Error, TimeProvider.System));
        }

        return await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(title);
                var result = await work(new Shown(task));
                task.Value = task.MaxValue;
                return result;
            });
    }

    private sealed class Shown(ProgressTask task) : IProgress<ReplayProgress>
    {
        public void Report(ReplayProgress value)
        {
            task.MaxValue = Math.Max(1, value.Highest);
            task.Value = value.Sequence;
        }
    }
}
