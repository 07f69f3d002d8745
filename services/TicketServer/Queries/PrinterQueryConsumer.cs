using MassTransit;
using Npgsql;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.Messaging.Wire;

namespace TicketFlow.TicketServer.Queries;

/// <summary>Tells an agent the printers, with how busy they are.</summary>
public sealed class PrinterQueryConsumer(NpgsqlDataSource database, IAgentPostOffice post) : IConsumer<AgentMessage<PrinterQuery>>
{
    /// <summary>As many as fit one message.</summary>
    private const int Most = 500;

    private const string Query = """
        select r.name, r.location, coalesce(j.waiting, 0)::int, coalesce(j.active, 0)::int from queue_resource r
        left join (
          select resource, count(*) filter (where phase = 'Waiting') as waiting, count(*) filter (where active) as active
          from queue_job group by resource) j on j.resource = r.name
        order by r.name limit $1
        """;

    public async Task Consume(ConsumeContext<AgentMessage<PrinterQuery>> context)
    {
        await using var command = database.CreateCommand(Query);
        command.Parameters.Add(new() { Value = Most });
        await using var reader = await command.ExecuteReaderAsync(context.CancellationToken);
        var printers = new List<PrinterEntry>();
        while (await reader.ReadAsync(context.CancellationToken))
        {
            var active = reader.GetInt32(3);
            printers.Add(new PrinterEntry(
                reader.GetString(0), active > 0 ? "busy" : "idle", reader.GetInt32(2), active, reader.GetText(1)));
        }

        post.Post(context.Message.Agent, new PrinterList(context.Message.Body.Sequence, printers));
    }
}
