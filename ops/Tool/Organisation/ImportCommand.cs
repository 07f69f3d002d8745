using System.CommandLine;
using TicketFlow.Reporting.Organisation;

namespace TicketFlow.Ops.Organisation;

/// <summary><c>organisation import</c>: a whole file, all or nothing.</summary>
internal static class ImportCommand
{
    private const string Help = """
        Records organisation data from a CSV file. Its first line names the columns, and so says what it is about:
          domain,user,department,cost-centre,groups,from   people; groups between '|'; without any of the three: they left
          department,cost-centre,from                      who pays for a department
          resource,site,from                               where a printer stands
        Without "from", a line holds from now on. The file is UTF-8, with or without a byte order mark. A file with an error is refused as a
        whole, with each line's number; the same file twice records nothing.

        Exit codes: 0 recorded or nothing new, 1 refused.
        Example: ticketflow-ops organisation import people.csv
        """;

    public static Command Create()
    {
        var (file, dry) = (
            new Argument<FileInfo>("FILE") { Description = "The CSV file; '-' reads standard input." },
            new Option<bool>("--dry-run") { Description = "Only look for errors." });
        var command = new Command("import", Help) { file, dry };
        command.SetAction((parse, cancellation) => Operation.GuardAsync(async () =>
        {
            var content = Read(parse.GetRequiredValue(file));
            if (content.Errors.Count > 0)
            {
                throw new OperationException(ExitCodes.Failed, Sentence(content.Errors));
            }

            if (parse.GetValue(dry))
            {
                Console.WriteLine($"{content.Facts.Count:N0} lines, no errors. Nothing was recorded.");
                return ExitCodes.Ok;
            }

            return await Operation.WithStoreAsync(
                (store, token) => OrganisationCommands.RecordAsync(store, content.Facts, token), cancellation);
        }));
        return command;
    }

    private static OrganisationCsvContent Read(FileInfo file)
    {
        using var bytes = new MemoryStream();
        using (var input = file.ToString() == "-" ? Console.OpenStandardInput() : file.OpenRead())
        {
            input.CopyTo(bytes);
        }

        return OrganisationCsv.Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), TimeProvider.System.GetUtcNow());
    }

    private static string Sentence(IReadOnlyList<OrganisationCsvError> errors) =>
        $"nothing was recorded; mend these lines and import the file again:\n"
        + string.Join('\n', errors.Select(e => $"  line {e.Line}: {e.Text} ({e.Code})"));
}
