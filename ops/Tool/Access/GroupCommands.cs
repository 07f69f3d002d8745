using System.CommandLine;
using Spectre.Console;
using TicketFlow.EventStore;
using TicketFlow.TicketServer.Access;

namespace TicketFlow.Ops.Access;

/// <summary><c>group add | remove | list</c>: groups of users, and of groups.</summary>
internal static class GroupCommands
{
    private const string Groups =
        "select substr(subject, 7), count(*) from access_entry where subject like 'group-%' group by 1 order by 1";

    public static Command Create()
    {
        var command = new Command("group", "Groups of users and of other groups, for access rules. A group begins with its first member.");
        command.Subcommands.Add(Change(
            "add", "Makes users or groups members.", @"add staff EXAMPLE\ana EXAMPLE\ben group:interns",
            (g, m) => new GroupMemberAdded(g, m)));
        command.Subcommands.Add(Change(
            "remove", "Takes members out.", @"remove staff EXAMPLE\ben", (g, m) => new GroupMemberRemoved(g, m)));
        command.Subcommands.Add(List());
        return command;
    }

    private static Command Change(string verb, string description, string example, Func<string, string, AccessEvent> fact)
    {
        var group = new Argument<string>("GROUP") { Description = "The group's name." };
        var members = new Argument<string[]>("MEMBER")
        {
            Description = "DOMAIN\\user or group:NAME; several are one change.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(verb, $"{description}\n\nExample: ticketflow-ops group {example}") { group, members };
        command.SetAction((parse, cancellation) => Operation.GuardAsync(() =>
        {
            var name = PolicyCommand.Group(parse.GetRequiredValue(group));
            AccessEvent[] facts = [.. parse.GetRequiredValue(members).Select(m => fact(name, Member(m)))];
            return PolicyCommand.ChangeAsync(PolicySubjects.Group(name), facts, cancellation);
        }));
        return command;
    }

    private static string Member(string text) => PolicyCommand.Who(text) is var who && who != Principal.Everybody
        ? who
        : throw new OperationException(ExitCodes.Failed, "'everybody' cannot be a member of a group; name it in the access rule itself.");

    private static Command List()
    {
        var group = new Argument<string?>("GROUP") { Description = "The group; without, all groups.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "One JSON object per line." };
        var command = new Command(
            "list", "Lists the groups, or the members of one.\n\nExample: ticketflow-ops group list staff")
        {
            group, json,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => parse.GetValue(group) is { } name
                ? MembersAsync(store, name, parse.GetValue(json), token)
                : GroupsAsync(store, parse.GetValue(json), token),
            cancellation));
        return command;
    }

    private static async Task<int> MembersAsync(DocumentStore store, string name, bool json, CancellationToken cancellation)
    {
        var group = PolicyCommand.Group(name);
        var state = await PolicyCommand.StateAsync(store, PolicySubjects.Group(group), cancellation);
        var table = PolicyCommand.NewTable("member");
        foreach (var member in state.Entries.Keys.Order(StringComparer.Ordinal))
        {
            if (json)
            {
                PolicyCommand.WriteJson(new { group, member });
            }

            table.AddRow(Markup.Escape(member));
        }

        return PolicyCommand.Finish(table, json, $"group {group}: no members.");
    }

    private static async Task<int> GroupsAsync(DocumentStore store, bool json, CancellationToken cancellation)
    {
        await using var command = store.DataSource.CreateCommand(Groups);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var table = PolicyCommand.NewTable("group", "members");
        while (await reader.ReadAsync(cancellation))
        {
            var row = new { group = reader.GetString(0), members = reader.GetInt64(1) };
            if (json)
            {
                PolicyCommand.WriteJson(row);
            }

            table.AddRow(Markup.Escape(row.group), $"{row.members}");
        }

        return PolicyCommand.Finish(table, json, "There are no groups.");
    }
}
