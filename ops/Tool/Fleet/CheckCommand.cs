using System.CommandLine;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using TicketFlow.Contracts.Health;
using TicketFlow.EventStore;
using TicketFlow.Messaging;

namespace TicketFlow.Ops.Fleet;

/// <summary><c>check NAME</c>: has the monitor look at a printer now.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The printer." };
        var patience = new Option<int>("--wait") { Description = "Seconds to wait for the answer.", DefaultValueFactory = _ => 10 };
        var json = new Option<bool>("--json") { Description = "The answer as one JSON object." };
        var command = new Command("check", """
            Has the printer monitor look at a printer now, and shows what it saw.

            Example: ticketflow-ops check hall-2
            Exit codes: 0 it answered, 1 it did not answer or nobody asks it, 3 no such printer, 4 no monitor or broker out of reach.
            """)
        {
            name, patience, json,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => CheckAsync(
                store, parse.GetRequiredValue(name).ToLowerInvariant(), TimeSpan.FromSeconds(parse.GetValue(patience)),
                    parse.GetValue(json), token),
            cancellation));
        return command;
    }

    private static async Task<int> CheckAsync(DocumentStore store, string name, TimeSpan wait, bool json, CancellationToken cancellation)
    {
        if ((await FleetQuery.ReadAsync(store.DataSource, FleetView.Only(name), cancellation)).Count == 0)
        {
            throw new OperationException(ExitCodes.NotFound, $"There is no printer '{name}'. 'ticketflow-ops printers' shows them.");
        }

        var started = TimeProvider.System.GetTimestamp();
        var answer = await AskAsync(name, wait, cancellation) ?? throw new OperationException(
            ExitCodes.Unreachable, $"No printer monitor answered within {wait.TotalSeconds:0} s. Does one run? See docs/monitor.md.");
        var took = TimeProvider.System.GetElapsedTime(started);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new
                {
                    name,
                    answer.At,
                    answer.Status,
                    answer.Causes,
                    answered = answer.Answered == 1,
                    answer.Version,
                    answer.Text,
                    ms = took.TotalMilliseconds
                },
                Operation.Json));
            return answer.Answered == 1 ? ExitCodes.Ok : ExitCodes.Failed;
        }

        var causes = answer.Causes.Count > 0 ? ": " + string.Join(", ", answer.Causes) : "";
        Console.WriteLine(answer.Answered == 1
            ? $"{name}: {answer.Status}{causes} (answered; {took.TotalMilliseconds:0} ms)"
            : $"{name}: no answer. Last known: {answer.Status}{causes} ({took.TotalMilliseconds:0} ms)");
        if (answer.Text is { Length: > 0 } text)
        {
            Console.WriteLine($"It shows: {text}");
        }

        var rows = await FleetQuery.ReadAsync(store.DataSource, FleetView.Only(name), cancellation);
        Console.WriteLine(FleetTable.Write(rows, TimeProvider.System.GetUtcNow()));
        return answer.Answered == 1 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static async Task<ResourceCheckAnswered?> AskAsync(string name, TimeSpan wait, CancellationToken cancellation)
    {
        var broker = BrokerAddress.Parse(Operation.Setting("TICKETFLOW_RABBITMQ", "the broker's address with the server's account"));
        try
        {
            await using var connection = await broker.ToConnectionFactory("ops-check").CreateConnectionAsync(cancellation);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
            return await AskAsync(channel, name, wait, cancellation);
        }
        catch (RabbitMQ.Client.Exceptions.BrokerUnreachableException e)
        {
            throw new OperationException(ExitCodes.Unreachable, $"The broker cannot be reached: {e.InnerException?.Message ?? e.Message}");
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException e)
        {
            throw new OperationException(ExitCodes.Unreachable,
                $"The broker refused: {e.ShutdownReason?.ReplyText}. Has a ticket server run here?");
        }
    }

    private static async Task<ResourceCheckAnswered?> AskAsync(IChannel channel, string name, TimeSpan wait, CancellationToken cancellation)
    {
        var answered = new TaskCompletionSource<ResourceCheckAnswered>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queue = await channel.QueueDeclareAsync(
            $"tf.ops.check.{Guid.NewGuid():n}", durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellation);
        await channel.QueueBindAsync(queue.QueueName, HealthTopology.Exchange, HealthTopology.CheckedKey(name),
            cancellationToken: cancellation);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            if (delivery.BasicProperties.Type == ResourceCheckAnswered.MessageType
                && JsonSerializer.Deserialize(delivery.Body.Span, HealthJson.Default.ResourceCheckAnswered) is { } answer)
            {
                answered.TrySetResult(answer);
            }

            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, cancellation);
        var question = JsonSerializer.SerializeToUtf8Bytes(new CheckResourceNow(name, "operator", ""), HealthJson.Default.CheckResourceNow);
        await channel.BasicPublishAsync(
            "", CheckResourceNow.Queue, mandatory: false,
            new BasicProperties { Type = CheckResourceNow.MessageType }, question, cancellation);
        try
        {
            return await answered.Task.WaitAsync(wait, cancellation);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
