using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using TicketFlow.EventStore;
using TicketFlow.Reporting.Organisation;

namespace TicketFlow.Ops.Organisation;

/// <summary><c>organisation show</c>: who belongs where at a time.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var (person, at, json) = (
            new Argument<string?>("PERSON") { Description = @"DOMAIN\user; without, everybody.", Arity = ArgumentArity.ZeroOrOne },
            new Option<string?>("--at") { Description = "At that time. Default: now." },
            new Option<bool>("--json") { Description = "One JSON object per line." });
        var command = new Command(
            "show", "Shows who belongs where, and since when.\n\nExample: ticketflow-ops organisation show EXAMPLE\\ana --at 2026-03-01")
        {
            person, at, json,
        };
        command.SetAction((parse, cancellation) => Operation.GuardAsync(() =>
        {
            var moment = OrganisationCommands.From(parse.GetValue(at));
            return Operation.WithStoreAsync(
                (store, token) => ShowAsync(store, parse.GetValue(person), moment, parse.GetValue(json), token), cancellation);
        }));
        return command;
    }

    private static async Task<int> ShowAsync(
        DocumentStore store, string? person, DateTimeOffset at, bool json, CancellationToken cancellation)
    {
        var state = await new OrganisationDesk(store).ReadAsync(cancellation);
        var entries = state.Current(at).Where(e => person is null
            || string.Equals(e.Subject, person, StringComparison.OrdinalIgnoreCase)).ToList();
        if (entries.Count == 0)
        {
            Console.WriteLine("Nothing is known.");
            return person is null ? ExitCodes.Ok : ExitCodes.NotFound;
        }

        if (json)
        {
            entries.ForEach(e => Console.WriteLine(JsonSerializer.Serialize(e, Operation.Json)));
            return ExitCodes.Ok;
        }

        var table = new Table().Border(TableBorder.None).AddColumns("", "name", "department", "cost centre", "groups", "site", "since");
        foreach (var e in entries)
        {
            var (groups, since) = (string.Join(", ", e.Groups), $"{e.From:yyyy-MM-dd HH:mm}");
            string?[] cells = [e.Kind, e.Subject, e.Department, e.CostCentre, groups, e.Site, since];
            table.AddRow([.. cells.Select(c => Markup.Escape(c ?? ""))]);
        }

        AnsiConsole.Write(table);
        return ExitCodes.Ok;
    }
}
