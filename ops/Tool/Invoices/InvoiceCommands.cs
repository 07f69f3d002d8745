using System.CommandLine;

namespace TicketFlow.Ops.Invoices;

/// <summary><c>invoice settings | draft | list | show | issue | withdraw | credit | export | verify</c>.</summary>
internal static class InvoiceCommands
{
    private const string Help = """
        Invoices per cost centre and month. Drafts can be made and taken back at will; an issued invoice has a number without gaps and never
        changes: it is credited, and a new one is issued.

        Examples:
          ticketflow-ops invoice settings --set invoice-settings.json
          ticketflow-ops invoice draft 2026-10
          ticketflow-ops invoice issue --month 2026-10 --yes
          ticketflow-ops invoice export 2026-000017 --format pdf
        Exit codes: 0 done, 1 refused (the sentence says why), 3 no such invoice, 4 no database.
        """;

    public static Command Create() => new("invoice", Help)
    {
        SettingsCommand.Create(),
        DraftCommand.Create(),
        ListCommands.List(),
        ListCommands.Show(),
        IssueCommands.Issue(),
        IssueCommands.Withdraw(),
        IssueCommands.Credit(),
        ExportCommand.Create(),
        VerifyCommand.Create(),
    };
}
