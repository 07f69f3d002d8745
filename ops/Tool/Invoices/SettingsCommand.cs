using System.CommandLine;
using TicketFlow.Reporting.Invoices.Settings;

namespace TicketFlow.Ops.Invoices;

/// <summary><c>invoice settings</c>: who sends invoices to whom.</summary>
internal static class SettingsCommand
{
    private const string Help = """
        Shows the settings in force, or sets them from a file: seller, tax, payment, time zone, language (en, de), grouping, and the
        cost centres' names and addresses. Issued invoices keep the settings of their day. docs/invoices.md has an example.

        Examples:
          ticketflow-ops invoice settings > invoice-settings.json
          ticketflow-ops invoice settings --set invoice-settings.json --dry-run
        """;

    public static Command Create()
    {
        var (set, dry) = (
            new Option<FileInfo?>("--set") { Description = "The file with the new settings, JSON." },
            new Option<bool>("--dry-run") { Description = "Check the file only." });
        var command = new Command("settings", Help) { set, dry };
        command.SetAction((parse, cancellation) => InvoiceWork.RunAsync(async work =>
        {
            var book = new InvoiceSettingsBook(work.Store);
            if (parse.GetValue(set) is not { } file)
            {
                Console.WriteLine(InvoiceSettingsReader.Write(await book.GetAsync(cancellation)));
                return ExitCodes.Ok;
            }

            var settings = InvoiceSettingsReader.Read(await File.ReadAllTextAsync(file.FullName, cancellation));
            if (parse.GetValue(dry))
            {
                Console.WriteLine("The settings can be used. Nothing was changed.");
                return ExitCodes.Ok;
            }

            var changed = await book.SetAsync(settings, "operator:" + Environment.UserName, cancellation);
            Console.WriteLine(changed ? "The settings are in force. Drafts made before have to be drafted again."
                : "These settings are in force already.");
            return ExitCodes.Ok;
        }));
        return command;
    }
}
