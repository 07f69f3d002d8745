using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace TicketFlow.Ops.Replay;

/// <summary>Prints the past.</summary>
internal static class PastView
{
    public static void Show(PastQueue queue, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(queue, Operation.Json));
            return;
        }

        Console.WriteLine($"{queue.Printer} at {Text(queue.At)}: {queue.Printing}");
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("place", "job", "state", "priority", "user", "title", "bytes", "since (UTC)", "why");
        foreach (var job in queue.Jobs)
        {
            table.AddRow(
                job.Place == 0 ? "" : Number(job.Place), job.Job, job.State, Number(job.Priority),
                Markup.Escape(job.User), Markup.Escape(job.Title),
                job.Bytes.ToString("N0", CultureInfo.InvariantCulture), Text(job.Since), Markup.Escape(job.Why));
        }

        AnsiConsole.Write(table);
    }

    public static void Show(PastJob job, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(job, Operation.Json));
            return;
        }

        Console.WriteLine($"{job.Job} at {Text(job.At)}: {job.State}{(job.Printer is null ? "" : $" at {job.Printer}")}");
        if (job.Entry is { } entry)
        {
            Console.WriteLine(entry.Place > 0 ? $"place {entry.Place}, {entry.Why}" : entry.Why);
        }

        foreach (var line in job.Happened)
        {
            Console.WriteLine("  " + line);
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
