using System.CommandLine;
using System.Globalization;
using TicketFlow.EventStore;
using TicketFlow.Reporting.Organisation;

namespace TicketFlow.Ops.Organisation;

/// <summary><c>organisation</c>: who belongs to which department and cost centre, and since when.</summary>
internal static class OrganisationCommands
{
    public static Command Create()
    {
        var command = new Command(
            "organisation", "Departments, cost centres and groups of people, and sites of printers, for statistics and costs. What was "
            + "reported stays: a change counts for what ends after it is recorded and after its beginning.");
        command.Subcommands.Add(ImportCommand.Create());
        command.Subcommands.Add(ShowCommand.Create());
        command.Subcommands.Add(Assign());
        command.Subcommands.Add(Leave());
        command.Subcommands.Add(Department());
        command.Subcommands.Add(Place());
        return command;
    }

    /// <summary>Records what of it is news, and says so.</summary>
    internal static async Task<int> RecordAsync(
        DocumentStore store, IReadOnlyList<OrganisationEvent> facts, CancellationToken cancellation)
    {
        var news = await new OrganisationDesk(store).RecordAsync(facts, "operator:" + Environment.UserName, cancellation);
        Console.WriteLine(news.Count == 0 ? "Nothing new." : $"{news.Count:N0} of {facts.Count:N0} recorded; the others were known.");
        return ExitCodes.Ok;
    }

    internal static Option<string?> FromOption() =>
        new("--from") { Description = "From when it holds: 2026-03-01, or a time with its zone. Default: now." };

    /// <exception cref="OperationException">It is no time.</exception>
    internal static DateTimeOffset From(string? text) => text is null ? TimeProvider.System.GetUtcNow()
        : DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var from) ? from
        : throw new OperationException(ExitCodes.Failed, $"'{text}' is no time; write 2026-03-01 or 2026-03-01T12:00:00Z.");

    private static Command Assign()
    {
        var (person, department, centre, groups, from) = (
            PersonArgument(), new Option<string?>("--department"), new Option<string?>("--cost-centre")
            {
                Description = "Who pays; without, the department's.",
            },
            new Option<string[]>("--group") { Description = "A group; several times for several." }, FromOption());
        return Change(
            "assign", "Says where a person belongs.\n\nExample: ticketflow-ops organisation assign EXAMPLE\\ana --department sales",
            [person, department, centre, groups, from], parse =>
            {
                var (domain, user) = Person(parse.GetRequiredValue(person));
                return new PersonAssigned(
                    domain, user, parse.GetValue(department), parse.GetValue(centre), parse.GetValue(groups) ?? [],
                    From(parse.GetValue(from)));
            });
    }

    private static Command Leave()
    {
        var (person, from) = (PersonArgument(), FromOption());
        return Change(
            "leave", "Says that a person belongs nowhere any more.", [person, from], parse =>
            {
                var (domain, user) = Person(parse.GetRequiredValue(person));
                return new PersonLeft(domain, user, From(parse.GetValue(from)));
            });
    }

    private static Command Department()
    {
        var (name, centre, from) = (
            new Argument<string>("DEPARTMENT"),
            new Option<string?>("--cost-centre") { Description = "Who pays for its people; without, nobody." }, FromOption());
        return Change(
            "department", "Says which cost centre pays for a department.", [name, centre, from],
            parse => new DepartmentAssigned(parse.GetRequiredValue(name), parse.GetValue(centre), From(parse.GetValue(from))));
    }

    private static Command Place()
    {
        var (name, site, from) = (
            new Argument<string>("RESOURCE"),
            new Option<string?>("--site") { Description = "Its site; without, what its location says." }, FromOption());
        return Change(
            "place", "Says at which site a printer stands.", [name, site, from],
            parse => new ResourcePlaced(
                parse.GetRequiredValue(name).ToLowerInvariant(), parse.GetValue(site), From(parse.GetValue(from))));
    }

    private static Command Change(string name, string help, IReadOnlyList<Symbol> symbols, Func<ParseResult, OrganisationEvent> fact)
    {
        var command = new Command(name, help);
        foreach (var symbol in symbols)
        {
            Add(command, symbol);
        }

        command.SetAction((parse, cancellation) => Operation.GuardAsync(() =>
        {
            var wished = fact(parse);
            return Operation.WithStoreAsync((store, token) => RecordAsync(store, [wished], token), cancellation);
        }));
        return command;
    }

    private static void Add(Command command, Symbol symbol)
    {
        if (symbol is Argument argument)
        {
            command.Arguments.Add(argument);
        }
        else
        {
            command.Options.Add((Option)symbol);
        }
    }

    private static Argument<string> PersonArgument() => new("PERSON") { Description = @"DOMAIN\user." };

    private static (string Domain, string User) Person(string text) =>
        text.ToLowerInvariant().Split('\\') is [{ Length: > 0 } domain, { Length: > 0 } user] ? (domain, user)
        : throw new OperationException(ExitCodes.Failed, $@"'{text}' is no person; write DOMAIN\user.");
}
