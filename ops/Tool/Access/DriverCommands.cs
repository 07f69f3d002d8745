using System.CommandLine;
using Spectre.Console;
using TicketFlow.EventStore;
using TicketFlow.TicketServer.Access;

namespace TicketFlow.Ops.Access;

/// <summary><c>driver minimum | block | unblock | certify | decertify | only-certified | show</c> (M-2, M-29).</summary>
internal static class DriverCommands
{
    private const string AnyVersion = "none";

    public static Command Create()
    {
        var command = new Command("driver", "Which printer drivers may be used. Printing without a driver is always allowed.");
        command.Subcommands.Add(Minimum());
        command.Subcommands.Add(Block());
        command.Subcommands.Add(Change("unblock", "Takes a block back.", "unblock acme-pcl6 3.1", (d, v) => new DriverUnblocked(d, v)));
        command.Subcommands.Add(Change(
            "certify", "Says that a driver was tested.", "certify acme-pcl6 3.2", (d, v) => new DriverCertified(d, v)));
        command.Subcommands.Add(Change(
            "decertify", "Takes a certificate back.", "decertify acme-pcl6 3.2", (d, v) => new DriverDecertified(d, v)));
        command.Subcommands.Add(OnlyCertified());
        command.Subcommands.Add(Show());
        return command;
    }

    private static (Argument<string> Driver, Argument<string?> Version) Arguments() => (
        new Argument<string>("DRIVER") { Description = "The driver's name, without version." },
        new Argument<string?>("VERSION") { Description = "One version; without, all versions.", Arity = ArgumentArity.ZeroOrOne });

    private static Command Change(string verb, string description, string example, Func<string, string?, AccessEvent> fact)
    {
        var (driver, version) = Arguments();
        var command = new Command(verb, $"{description}\n\nExample: ticketflow-ops driver {example}") { driver, version };
        command.SetAction((parse, cancellation) => SaveAsync(
            () => fact(Name(parse.GetRequiredValue(driver)), Version(parse.GetValue(version))), cancellation));
        return command;
    }

    private static Command Minimum()
    {
        var driver = new Argument<string>("DRIVER") { Description = "The driver's name, without version." };
        var version = new Argument<string>("VERSION") { Description = "Older versions are refused; 'none' lifts that." };
        var command = new Command(
            "minimum", "Sets the oldest version of a driver.\n\nExample: ticketflow-ops driver minimum acme-pcl6 3.0")
        {
            driver, version,
        };
        command.SetAction((parse, cancellation) => SaveAsync(
            () => new DriverMinimumSet(
                Name(parse.GetRequiredValue(driver)), parse.GetRequiredValue(version) is var v && v == AnyVersion ? null : Version(v)),
            cancellation));
        return command;
    }

    private static Command Block()
    {
        var (driver, version) = Arguments();
        var reason = new Option<string?>("--reason") { Description = "Shown to refused users." };
        var command = new Command(
            "block", "Refuses a driver.\n\nExample: ticketflow-ops driver block acme-pcl6 3.1 --reason \"prints blank pages\"")
        {
            driver, version, reason,
        };
        command.SetAction((parse, cancellation) => SaveAsync(
            () => new DriverBlocked(Name(parse.GetRequiredValue(driver)), Version(parse.GetValue(version)), parse.GetValue(reason)),
            cancellation));
        return command;
    }

    private static Command OnlyCertified()
    {
        var state = new Argument<string>("STATE") { Description = "on: drivers without a certificate are refused; off: they are not." };
        state.AcceptOnlyFromAmong("on", "off");
        var command = new Command(
            "only-certified", "Demands certificates or not.\n\nExample: ticketflow-ops driver only-certified on")
        {
            state,
        };
        command.SetAction((parse, cancellation) => SaveAsync(
            () => new CertifiedDriversDemanded(parse.GetRequiredValue(state) == "on"), cancellation));
        return command;
    }

    private static Command Show()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object per rule." };
        var command = new Command("show", "Shows the rules.\n\nExample: ticketflow-ops driver show") { json };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ShowAsync(store, parse.GetValue(json), token), cancellation));
        return command;
    }

    private static async Task<int> ShowAsync(DocumentStore store, bool json, CancellationToken cancellation)
    {
        var state = await PolicyCommand.StateAsync(store, PolicySubjects.Drivers, cancellation);
        var policy = AccessSnapshot.Empty.With(PolicySubjects.Drivers, state.Entries).Drivers;
        var rows = policy.Minimum.Select(m => (m.Key, Version: (string?)m.Value, Rule: "minimum", Reason: ""))
            .Concat(policy.Blocked.SelectMany(b => b.Value.Select(v => (b.Key, v.Version, Rule: "blocked", v.Reason))))
            .Concat(policy.Certified.SelectMany(c => c.Value.Select(v => (c.Key, Version: v, Rule: "certified", Reason: ""))));
        var table = PolicyCommand.NewTable("driver", "version", "rule", "reason");
        var ordered = rows.OrderBy(r => r.Key, StringComparer.Ordinal).ThenBy(r => r.Rule, StringComparer.Ordinal);
        foreach (var (driver, version, rule, reason) in ordered)
        {
            if (json)
            {
                PolicyCommand.WriteJson(new { driver, version, rule, reason });
            }

            table.AddRow(Markup.Escape(driver), Markup.Escape(version ?? "all"), rule, Markup.Escape(reason));
        }

        if (!json)
        {
            Console.WriteLine(policy.OnlyCertified ? "Only certified drivers may be used." : "Drivers need no certificate.");
        }

        return PolicyCommand.Finish(table, json, "There are no rules for single drivers.");
    }

    private static Task<int> SaveAsync(Func<AccessEvent> fact, CancellationToken cancellation) =>
        Operation.GuardAsync(() => PolicyCommand.ChangeAsync(PolicySubjects.Drivers, [fact()], cancellation));

    private static string Name(string text)
    {
        var name = text.Trim().ToLowerInvariant();
        var isUsable = name.Length is >= 1 and <= 100 && !name.Any(char.IsControl) && DriverName.Parse(name).Version is null;
        return !isUsable
            ? throw new OperationException(
                ExitCodes.Failed, $"'{text}' cannot be a driver's name: 1 to 100 characters; its version stands apart.")
            : name == DriverName.Driverless
            ? throw new OperationException(ExitCodes.Failed, "'none' means printing without a driver, which is always allowed.")
            : name;
    }

    private static string? Version(string? text) => text is null ? null : PolicyCommand.Version(text).ToLowerInvariant();
}
