using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TicketFlow.Cli.Agents;
using TicketFlow.Cli.Output;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Commands;

/// <summary><c>ticketflow lease | leases | release</c>: what one user at a time has.</summary>
internal static class LeaseCommands
{
    public static IEnumerable<Command> Create() => [Lease(), Leases(), Release()];

    private static Command Lease()
    {
        var name = new Argument<string>("resource") { Description = "Its name; 'ticketflow leases' lists what you may have." };
        var time = new Option<string?>("--for") { Description = "For how long: 30m, 2h, 1d. Default: as long as is allowed." };
        time.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string?>() is { } text && Seconds(text) is null)
            {
                given.AddError($"--for is '{text}'; write 45s, 30m, 2h or 1d.");
            }
        });
        var command = new Command(
            "lease",
            """
            Gives you a resource that one user at a time has, such as a projector, until you release it or its time is over.
            The agent keeps it for you; if this computer sleeps or is switched off, it is free for others after some minutes.
            Example: ticketflow lease projector-1 --for 2h
            """)
        {
            name, time,
        };
        command.SetAgentAction(async (agent, parsed, cancellationToken) =>
        {
            var wish = new LocalLeaseWish(parsed.GetRequiredValue(name), parsed.GetValue(time) is { } text ? Seconds(text) : null);
            var lease = await agent.LeaseAsync(wish, cancellationToken);
            Console.WriteLine(parsed.GetValue(RootCommands.Json)
                ? JsonSerializer.Serialize(lease, LocalJson.Default.LocalLease)
                : Sentences.Of(lease));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Leases()
    {
        var command = new Command("leases", "Lists what you have for yourself, and what you may have, with who has it.");
        command.SetAgentAction(async (agent, parsed, cancellationToken) =>
        {
            var answer = await agent.GetLeasesAsync(cancellationToken);
            if (parsed.GetValue(RootCommands.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(answer, LocalJson.Default.LocalLeases));
            }
            else
            {
                Tables.Leases(answer);
            }

            return answer.Resources is null ? ExitCodes.ServerSilent : ExitCodes.Ok;
        });
        return command;
    }

    private static Command Release()
    {
        var name = JobArgument.Create();
        name.Description = "A resource that you have, or a held job's id or key, or its beginning.";
        var command = new Command(
            "release",
            """
            Gives back a resource that you have for yourself; or lets a held job go on.
            Examples: ticketflow release projector-1
                      ticketflow release 3f9a
            """)
        {
            name,
        };
        command.SetAgentAction(async (agent, parsed, cancellationToken) =>
        {
            var text = parsed.GetRequiredValue(name);
            try
            {
                var lease = await agent.ReleaseAsync(text, cancellationToken);
                Console.WriteLine(parsed.GetValue(RootCommands.Json)
                    ? JsonSerializer.Serialize(lease, LocalJson.Default.LocalLease)
                    : $"{lease.Resource} is given back.");
            }
            catch (AgentException e) when (e.Code == AgentErrors.LeaseUnknown)
            {
                // A name of yours goes before a job's beginning; otherwise it means a job.
                await WishCommands.AskAsync(agent, parsed, text, "release", printer: null, cancellationToken);
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    /// <summary>45s, 30m, 2h, 1d; null: anything else.</summary>
    private static int? Seconds(string text)
    {
        var unit = text.Length > 1 ? text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 } : 0;
        return unit > 0 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * unit is >= 1 and <= int.MaxValue
            ? (int)(number * unit)
            : null;
    }
}
