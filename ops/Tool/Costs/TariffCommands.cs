using System.CommandLine;

namespace TicketFlow.Ops.Costs;

/// <summary><c>tariff check | set | list | show | withdraw | what-if</c>.</summary>
internal static class TariffCommands
{
    public static Command Create() => new(
        "tariff", "What printing costs: versioned tariffs, and what another one would cost (docs/costs.md).")
    {
        Check(), Set(), List(), Show(), Withdraw(), TariffWhatIf.Create(),
    };

    private static Argument<string> File() => new("FILE") { Description = "A tariff as JSON; ops/samples/tariff.json is one." };

    private static Argument<string> Name() => new("NAME") { Description = "The tariff's name." };

    private static Option<bool> Json() => new("--json") { Description = "One JSON object per line." };

    private static Command Check()
    {
        var file = File();
        var command = new Command("check", """
            Tells every problem of a tariff file. Needs no database and changes nothing.

            Exit codes: 0 it can be set, 1 it cannot, 3 there is no such file.
            Example: ticketflow-ops tariff check ops/samples/tariff.json
            """) { file };
        command.SetAction((parse, cancellation) => Operation.GuardAsync(async () =>
        {
            var (tariff, _) = await TariffFile.ReadAsync(parse.GetRequiredValue(file), 1, cancellation);
            Console.WriteLine(
                $"{tariff.Name}: a tariff in {tariff.Currency} with {tariff.Rules.Count} rule(s), {tariff.Discounts.Count} discount(s).");
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Command Set()
    {
        var (file, dryRun) = (File(), new Option<bool>("--dry-run") { Description = "Only says what would be recorded." });
        var command = new Command("set", """
            Records a file as the next version of its tariff. It counts from its effectiveFrom on, and only for what ends after it is recorded:
            nothing that was charged ever changes. The same file again changes nothing. 'tariff withdraw' takes a version out of force.

            Exit codes: 0 recorded or as it was, 1 the file cannot be a tariff, 3 there is no such file, 4 database out of reach.
            Example: ticketflow-ops tariff set ops/samples/tariff.json
            """) { file, dryRun };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => TariffWork.SetAsync(store, parse.GetRequiredValue(file), parse.GetValue(dryRun), token), cancellation));
        return command;
    }

    private static Command List()
    {
        var json = Json();
        var command = new Command(
            "list", "Lists all versions of all tariffs, and which are in force.\n\nExample: ticketflow-ops tariff list") { json };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => TariffWork.ListAsync(store, parse.GetValue(json), token), cancellation));
        return command;
    }

    private static Command Show()
    {
        var (name, version) = (Name(), new Option<int?>("--version") { Description = "Default: the newest." });
        var command = new Command("show", """
            Writes a version as it was set; a good beginning for the next one.

            Exit codes: 0 shown, 3 there is no such tariff or version, 4 database out of reach.
            Example: ticketflow-ops tariff show standard --version 2 > next.json
            """) { name, version };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => TariffWork.ShowAsync(store, parse.GetRequiredValue(name), parse.GetValue(version), token), cancellation));
        return command;
    }

    private static Command Withdraw()
    {
        var (name, version, reason) = (
            Name(), new Argument<int>("VERSION") { Description = "Its number." },
            new Option<string?>("--reason") { Description = "For the record." });
        var command = new Command("withdraw", """
            Takes a version out of force for what ends from now on; the one before it counts again. What it charged stays.

            Exit codes: 0 withdrawn or withdrawn already, 3 there is no such tariff or version, 4 database out of reach.
            Example: ticketflow-ops tariff withdraw standard 2 --reason "wrong price of colour"
            """) { name, version, reason };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => TariffWork.WithdrawAsync(
                store, parse.GetRequiredValue(name), parse.GetRequiredValue(version), parse.GetValue(reason), token),
            cancellation));
        return command;
    }
}
