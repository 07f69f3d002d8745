using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using TicketFlow.EventStore;
using TicketFlow.Messaging;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Queries;

namespace TicketFlow.Ops.Jobs;

/// <summary>
/// <c>job interrupt | hold | release | priority | promote | yield | move | resend</c>: an operator's orders for anybody's job.
/// </summary>
internal static class JobCommands
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var command = new Command("job", "Anybody's jobs: interrupt, hold, re-order, move, print again.");
        command.Subcommands.Add(Order(OperatorActions.Interrupt, "Removes the job, stopping its transfer when it runs."));
        command.Subcommands.Add(Order(OperatorActions.Hold, "Holds a waiting job back; only an operator releases it."));
        command.Subcommands.Add(Order(OperatorActions.Release, "Releases a held job."));
        command.Subcommands.Add(Order(
            OperatorActions.Priority, "Gives a waiting job a priority; higher goes first, users' jobs have 0.", "PRIORITY", "-100 to 100"));
        command.Subcommands.Add(Order(OperatorActions.Promote, "Puts a waiting job in front of those of its priority."));
        command.Subcommands.Add(Order(OperatorActions.Yield, "Puts a waiting job behind those of its priority."));
        command.Subcommands.Add(
            Order(OperatorActions.Move, "Moves the job to another printer, stopping its transfer when it runs.", "PRINTER", "where to"));
        command.Subcommands.Add(Order(OperatorActions.Resend, "Prints an interrupted or failed job again; pages may come out twice."));
        return command;
    }

    private static Command Order(string action, string description, string? argumentName = null, string? argumentHelp = null)
    {
        var job = new Argument<string>("JOB") { Description = "The job's id." };
        var command = new Command(action, description) { job };
        Argument<string>? argument = null;
        if (argumentName is not null)
        {
            argument = new Argument<string>(argumentName) { Description = argumentHelp };
            command.Arguments.Add(argument);
        }

        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) =>
                OrderAsync(store, parse.GetRequiredValue(job), action, argument is null ? null : parse.GetRequiredValue(argument), token),
            cancellation));
        return command;
    }

    private static async Task<int> OrderAsync(
        DocumentStore store, string jobId, string action, string? argument, CancellationToken cancellation)
    {
        var key = JobId.IsWellFormed(jobId) ? JobId.StreamKey(jobId)
            : throw new OperationException(ExitCodes.NotFound, $"'{jobId}' is no job id.");
        var before = await store.LightweightSession().Events.FetchForWriting<JobState>(key, cancellation);
        if (before.Aggregate is not { } job)
        {
            throw new OperationException(ExitCodes.NotFound, $"There is no job {jobId}.");
        }

        if (action == OperatorActions.Priority
            && TicketServer.Jobs.Rules.OperatorRules.PriorityOf(new OperatorOrder("", "", "", argument, "")) is null)
        {
            throw new OperationException(ExitCodes.Failed, "The priority must be a whole number from -100 to 100.");
        }

        await using var publisher = await PublisherAsync(cancellation);
        var order = new OperatorOrder(jobId, job.Agent, action, argument?.ToLowerInvariant(), Environment.UserName);
        await publisher.PublishAsync([InternalLetter.Of(order)], cancellation);
        return await ReportAsync(store, key, before.StartingVersion ?? 0, job, cancellation);
    }

    /// <summary>Of the ticket servers' own messages, with the server's account.</summary>
    internal static async Task<InternalPublisher> PublisherAsync(CancellationToken cancellation)
    {
        var broker = Broker();
        // The publisher waits for a broker that is away, for ever; an operator wants to know.
        await using (await broker.ToConnectionFactory("ticketflow-ops").CreateConnectionAsync(cancellation))
        {
        }

        return new InternalPublisher(broker, NullLogger<InternalPublisher>.Instance);
    }

    private static BrokerAddress Broker()
    {
        try
        {
            return BrokerAddress.Parse(Operation.Setting("TICKETFLOW_RABBITMQ", "the broker's address with the server's account"));
        }
        catch (FormatException e)
        {
            throw new OperationException(ExitCodes.Unreachable, $"TICKETFLOW_RABBITMQ: {e.Message}");
        }
    }

    /// <summary>Shows what the order led to: the events that follow it, or why there are none.</summary>
    private static async Task<int> ReportAsync(DocumentStore store, string key, long version, JobState job, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            while (await timer.WaitForNextTickAsync(patience.Token))
            {
                var news = await store.LightweightSession().Events.FetchStreamAsync(
                    key, fromVersion: version + 1, cancellation: cancellation);
                if (news.Count > 0)
                {
                    foreach (var e in news)
                    {
                        Console.WriteLine($"{e.Timestamp.UtcDateTime:HH:mm:ss.fff} {e.EventTypeName}: {JobNarrator.Tell(e.Data)}");
                    }

                    return ExitCodes.Ok;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Told below.
        }

        await Console.Error.WriteLineAsync(
            $"ticketflow-ops: nothing happened within {Patience.TotalSeconds:0} s. The job is {job.PublicState}; the order may not fit that, or no ticket server runs.");
        return ExitCodes.Failed;
    }
}
