using System.CommandLine;
using System.Text.Json;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging;
using TicketFlow.Messaging.Administration;

namespace TicketFlow.Ops.Agents;

/// <summary><c>agent list | enrol | remove</c>.</summary>
internal static class AgentCommands
{
    public static Command Create()
    {
        var command = new Command("agent", "Agents: their starts, and their accounts at the broker.");
        command.Subcommands.Add(AgentList.Create());
        command.Subcommands.Add(Enrol());
        command.Subcommands.Add(Remove());
        return command;
    }

    private static Command Enrol()
    {
        var id = new Argument<string>("ID") { Description = "The agent's id: a-z, 0-9 and '-', beginning with a letter." };
        var file = new Option<FileInfo>("--credentials") { Description = "File to write, readable by its owner only.", Required = true };
        var broker = new Option<string?>("--broker")
        {
            Description = "The broker as the agent reaches it, amqp[s]://host:port/vhost. Default: where TICKETFLOW_RABBITMQ points.",
        };
        var command = new Command(
            "enrol", "Creates the agent's account, rights and queue, and writes its credentials. Enrolling again replaces the password.")
        {
            id, file, broker,
        };
        command.SetAction((parse, cancellation) => Operation.GuardAsync(
            () => EnrolAsync(parse.GetRequiredValue(id), parse.GetRequiredValue(file), parse.GetValue(broker), cancellation)));
        return command;
    }

    private static Command Remove()
    {
        var id = new Argument<string>("ID") { Description = "The agent's id." };
        var command = new Command("remove", "Takes the agent's account, connections and queue away.") { id };
        command.SetAction((parse, cancellation) => Operation.GuardAsync(async () =>
        {
            using var administration = Administration();
            await administration.RemoveAgentAsync(parse.GetRequiredValue(id), cancellation);
            Console.WriteLine($"{parse.GetRequiredValue(id)}: removed.");
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static async Task<int> EnrolAsync(string id, FileInfo file, string? broker, CancellationToken cancellation)
    {
        var address = broker ?? AddressOf(Operation.Setting("TICKETFLOW_RABBITMQ", "or name the broker with --broker"));
        using var administration = Administration();
        var account = await administration.EnrolAgentAsync(id, cancellation);
        WritePrivately(file, JsonSerializer.SerializeToUtf8Bytes(new { agent = id, broker = address, password = account.Password }));
        Console.WriteLine($"{id}: enrolled; credentials in {file.FullName}, queue {AgentTopology.QueueOf(id)}.");
        return ExitCodes.Ok;
    }

    private static BrokerAdministration Administration() => new(BrokerAdministrationOptions.Parse(
        Operation.Setting(
            "TICKETFLOW_RABBITMQ_MANAGEMENT", "the broker's management address, http://admin:password@host:port?vhost=ticketflow")));

    private static string AddressOf(string uri)
    {
        var broker = BrokerAddress.Parse(uri);
        return $"{(broker.UsesTls ? "amqps" : "amqp")}://{broker.Host}:{broker.Port}/{Uri.EscapeDataString(broker.VirtualHost)}";
    }

    /// <summary>The file exists with mode 0600 before the first byte is in it, and replaces an old one at once.</summary>
    private static void WritePrivately(FileInfo file, byte[] content)
    {
        file.Directory?.Create();
        var draft = file.FullName + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, file.FullName, overwrite: true);
    }
}
