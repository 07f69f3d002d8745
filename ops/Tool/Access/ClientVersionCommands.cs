using System.CommandLine;
using Spectre.Console;
using TicketFlow.EventStore;
using TicketFlow.TicketServer.Access;

namespace TicketFlow.Ops.Access;

/// <summary><c>client-version set | show</c>: how old a client may be (M-2, M-5).</summary>
internal static class ClientVersionCommands
{
    private const string AnyVersion = "none";

    public static Command Create()
    {
        var command = new Command("client-version", "How old clients may be. An operating system without a rule of its own follows 'any'.");
        command.Subcommands.Add(Set());
        command.Subcommands.Add(Show());
        return command;
    }

    private static Command Set()
    {
        var family = new Argument<string>("SYSTEM") { Description = string.Join(", ", SystemFamilies.All) + "." };
        family.AcceptOnlyFromAmong([.. SystemFamilies.All]);
        var minimum = new Option<string?>("--minimum") { Description = "Older clients are refused; 'none' lifts that." };
        var recommended = new Option<string?>("--recommended")
        {
            Description = "The version refused clients are told to fetch; 'none': the minimum.",
        };
        var command = new Command(
            "set",
            "Sets the minimum or the recommended version.\n\nExample: ticketflow-ops client-version set linux --minimum 1.2 --recommended 1.4")
        {
            family, minimum, recommended,
        };
        command.SetAction((parse, cancellation) => Operation.GuardAsync(() => PolicyCommand.ChangeAsync(
            PolicySubjects.Clients, Facts(parse.GetRequiredValue(family), parse.GetValue(minimum), parse.GetValue(recommended)),
            cancellation)));
        return command;
    }

    private static List<AccessEvent> Facts(string family, string? minimum, string? recommended)
    {
        var facts = new List<AccessEvent>();
        if (minimum is not null)
        {
            facts.Add(new ClientMinimumSet(family, Read(minimum)));
        }

        if (recommended is not null)
        {
            facts.Add(new ClientRecommendationSet(family, Read(recommended)));
        }

        return facts.Count > 0 ? facts
            : throw new OperationException(ExitCodes.Failed, "Say what to set: --minimum, --recommended or both.");
    }

    private static string? Read(string version) => version == AnyVersion ? null : PolicyCommand.Version(version);

    private static Command Show()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object per operating system." };
        var command = new Command("show", "Shows the versions.\n\nExample: ticketflow-ops client-version show") { json };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ShowAsync(store, parse.GetValue(json), token), cancellation));
        return command;
    }

    private static async Task<int> ShowAsync(DocumentStore store, bool json, CancellationToken cancellation)
    {
        var state = await PolicyCommand.StateAsync(store, PolicySubjects.Clients, cancellation);
        var clients = AccessSnapshot.Empty.With(PolicySubjects.Clients, state.Entries).Clients;
        var table = PolicyCommand.NewTable("system", "minimum", "recommended");
        foreach (var system in SystemFamilies.All.Where(clients.ContainsKey))
        {
            var demand = clients[system];
            if (json)
            {
                PolicyCommand.WriteJson(new { system, minimum = demand.Minimum, recommended = demand.Recommended });
            }

            table.AddRow(system, demand.Minimum ?? "", demand.Recommended ?? "");
        }

        return PolicyCommand.Finish(table, json, "Any client version will do.");
    }
}
