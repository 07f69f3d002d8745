using System.CommandLine;
using System.Text;
using System.Text.Json;
using Npgsql;
using TicketFlow.EventStore;

namespace TicketFlow.Ops.Messages;

/// <summary><c>message refused</c>: what the border did not take.</summary>
internal static class MessageCommands
{
    public static Command Create()
    {
        var command = new Command("message", "Messages from agents.");
        command.Subcommands.Add(Refused());
        return command;
    }

    private static Command Refused()
    {
        var last = new Option<int>("--last") { Description = "How many, newest first.", DefaultValueFactory = _ => 20 };
        var json = new Option<bool>("--json") { Description = "One JSON object per line." };
        var command = new Command("refused", "Shows messages that were refused, with the reason and their first bytes.") { last, json };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ShowAsync(store, parse.GetValue(last), parse.GetValue(json), token), cancellation));
        return command;
    }

    private static async Task<int> ShowAsync(DocumentStore store, int last, bool json, CancellationToken cancellation)
    {
        await using var command = store.DataSource.CreateCommand(
            "select at, coalesce(agent, ''), code, reason, coalesce(type, ''), bytes, body from refused_message order by id desc limit $1");
        command.Parameters.Add(new() { Value = last });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            Show(reader, json);
        }

        return ExitCodes.Ok;
    }

    private static void Show(NpgsqlDataReader reader, bool json)
    {
        var (at, agent, code, reason) = (reader.GetDateTime(0), reader.GetString(1), reader.GetString(2), reader.GetString(3));
        var body = Printable(reader.GetFieldValue<byte[]>(6));
        Console.WriteLine(json
            ? JsonSerializer.Serialize(
                new { at, agent, code, reason, type = reader.GetString(4), bytes = reader.GetInt32(5), body }, Operation.Json)
            : $"{at:yyyy-MM-dd HH:mm:ss} {(agent.Length == 0 ? "?" : agent)} {code}: {reason}\n    {body}");
    }

    private static string Printable(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 200));
        return string.Concat(text.Select(c => char.IsControl(c) ? '\u00b7' : c));
    }
}
