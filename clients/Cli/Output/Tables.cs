using System.Globalization;
using Spectre.Console;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Output;

/// <summary>Tables for people; columns separated by tabs when nobody looks.</summary>
internal static class Tables
{
    private const string Time = "yyyy-MM-dd HH:mm:ss.fff";

    public static void Jobs(IReadOnlyList<LocalJob> jobs)
    {
        if (jobs.Count == 0)
        {
            Console.WriteLine("No jobs.");
            return;
        }

        Write(
            ["job", "state", "printer", "title", "bytes", "accepted", "place"],
            jobs.Select(job => new[]
            {
                job.JobId ?? job.Key, job.State, job.Printer, job.Title, $"{job.BytesSent:N0}/{job.Bytes:N0}", Local(job.AcceptedAt),
                Sentences.Place(job),
            }));
        foreach (var job in jobs.Where(job => job.Question is { Answered: false }))
        {
            Console.WriteLine($"? {Sentences.Name(job)}{Sentences.Question(job.Question)}");
        }
    }

    public static void Details(LocalJob job)
    {
        var rows = new List<string[]>
        {
            new[] { "job", job.JobId ?? "(none yet)" },
            new[] { "key", job.Key },
            new[] { "state", job.State + (Sentences.Place(job) is { Length: > 0 } place ? $" ({place})" : "") },
            new[] { "printer", job.Printer },
            new[] { "title", job.Title },
            new[] { "user", job.User },
            new[] { "bytes", $"{job.BytesSent:N0} of {job.Bytes:N0} sent" },
            new[] { "accepted", Local(job.AcceptedAt) },
        };
        if (Sentences.Document(job.Document) is { Length: > 0 } document)
        {
            rows.Add(["document", $"{job.Document!.Format}: {document}"]);
        }

        if (job.EndedAt is { } ended)
        {
            rows.Add(["ended", Local(ended)]);
        }

        if (job.Code is { } code)
        {
            rows.Add(["error", $"{code}: {job.Text}{Sentences.Alternatives(job.Alternatives)}"]);
        }

        if (job.DocumentKept is true)
        {
            rows.Add(["kept", $"the document; 'ticketflow resend {Sentences.Name(job)}' sends it again"]);
        }

        if (job.Question is { } question)
        {
            rows.Add(["question", Sentences.Question(question).TrimStart('.', ' ')]);
        }

        Write([], rows);
    }

    public static void Timeline(LocalHistory history) => Write(
        ["time", "delay", "event", "by", ""],
        history.Events.Select(e => new[] { Local(e.At), Delay(e.DelayMs), e.Type, e.Actor, e.Text }));

    public static void Printers(IReadOnlyList<LocalPrinter> printers) => Write(
        ["printer", "state", "waiting", "active", "location", "a new job starts in"],
        printers.Select(p => new[]
        {
            p.Name, p.Text is null ? p.State : $"{p.State}: {p.Text}", $"{p.Waiting}", $"{p.Active}", p.Location ?? "",
            p.StartsInSeconds is { } seconds ? $"{seconds} s" : "",
        }));

    public static void Leases(LocalLeases leases)
    {
        foreach (var lease in leases.Leases)
        {
            Console.WriteLine(Sentences.Of(lease));
        }

        switch (leases.Resources)
        {
            case null:
                Console.WriteLine("The ticket server does not answer; what else there is to have is not known.");
                break;
            case []:
                Console.WriteLine("There is nothing that you may have for yourself.");
                break;
            case var resources:
                Write(
                    ["resource", "state", "location"],
                    resources.Select(r => new[] { r.Name, r.Text is null ? r.State : $"{r.State}: {r.Text}", r.Location ?? "" }));
                break;
        }
    }

    public static void Checks(IReadOnlyList<LocalCheck> checks) => Write(
        [], checks.Select(check => new[] { check.Status, check.Name, check.Text + (check.ToDo is { } toDo ? $". {toDo}" : "") }));

    private static void Write(string[] headings, IEnumerable<string[]> rows)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (var row in rows)
            {
                Console.WriteLine(string.Join('\t', row));
            }

            return;
        }

        var table = new Table { Border = TableBorder.None, ShowHeaders = headings.Length > 0 };
        var all = rows.ToList();
        foreach (var heading in headings.Length > 0 ? headings : [.. Enumerable.Repeat("", all.Max(row => row.Length))])
        {
            table.AddColumn(new TableColumn(Markup.Escape(heading)));
        }

        all.ForEach(row => table.AddRow([.. row.Select(Markup.Escape)]));
        AnsiConsole.Write(table);
    }

    private static string Local(DateTimeOffset at) => at.ToLocalTime().ToString(Time, CultureInfo.InvariantCulture);

    private static string Delay(double? milliseconds) => milliseconds switch
    {
        null => "",
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"+{milliseconds:0.0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"+{milliseconds / 1000:0.00} s"),
    };
}
