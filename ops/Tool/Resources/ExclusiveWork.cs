using TicketFlow.EventStore;
using TicketFlow.Ops.Printers;
using TicketFlow.TicketServer.Leases;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.Ops.Resources;

/// <summary>A resource as an operator names it.</summary>
internal sealed record NewResource(string Name, string Kind, string Address, string? Location, TimeSpan Longest);

/// <summary>Registers what one user at a time has, and changes between lease and queue.</summary>
internal static class ExclusiveWork
{
    private static readonly TimeSpan LongestOfAll = TimeSpan.FromDays(366);

    /// <summary>Nothing is sent to it by agents, so it has no mechanism of transfer.</summary>
    private const string NoMechanism = "none";

    public static async Task<int> AddAsync(DocumentStore store, NewResource wanted, CancellationToken cancellation)
    {
        var name = PrinterRules.Check(wanted.Name, slots: 1, bytes: 1);
        var longest = Seconds(wanted.Longest);
        var (session, stream) = await OpenAsync(store, name, cancellation);
        if (stream.Aggregate is { } known)
        {
            return known.Use is { } use && (int)use.Longest.TotalSeconds == longest && known.Kind == wanted.Kind
                && known.Address == wanted.Address && known.Location == wanted.Location
                ? Nothing(name)
                : throw new OperationException(
                    ExitCodes.Failed,
                    $"'{name}' is registered already, as something else. 'ticketflow-ops resource exclusive {name}' takes its queue away.");
        }

        stream.AppendMany(
            new ResourceRegistered(name, wanted.Kind, wanted.Address, NoMechanism, 1, 1, wanted.Location),
            new MonitoringChosen(name, "none", null, null, null, null), new ExclusiveUseChosen(name, longest));
        await session.SaveChangesAsync(cancellation);
        Console.WriteLine($"{name}: added; one user at a time has it, for {wanted.Longest:c} at most.");
        return ExitCodes.Ok;
    }

    /// <param name="longest">Null: a queue.</param>
    public static async Task<int> ChooseAsync(DocumentStore store, string givenName, TimeSpan? longest, CancellationToken cancellation)
    {
        var name = givenName.ToLowerInvariant();
        var seconds = longest is { } time ? Seconds(time) : (int?)null;
        var (session, stream) = await OpenAsync(store, name, cancellation);
        var now = stream.Aggregate
            ?? throw new OperationException(ExitCodes.NotFound, $"There is no '{name}'. 'ticketflow-ops resource add' adds one.");
        if ((int?)now.Use?.Longest.TotalSeconds == seconds)
        {
            return Nothing(name);
        }

        await DemandFreeAsync(store, now, seconds, cancellation);
        stream.AppendOne(seconds is { } limit ? new ExclusiveUseChosen(name, limit) : new QueuedUseChosen(name));
        await session.SaveChangesAsync(cancellation);
        Console.WriteLine(longest is null ? $"{name}: has a queue." : $"{name}: one user at a time has it, for {longest:c} at most.");
        return ExitCodes.Ok;
    }

    /// <summary>Nobody loses what he has or waits for without a word.</summary>
    private static async Task DemandFreeAsync(DocumentStore store, ResourceState now, int? seconds, CancellationToken cancellation)
    {
        if (seconds is null)
        {
            if (now.Use?.Holder is { } holder)
            {
                throw new OperationException(
                    ExitCodes.Failed,
                    $"{holder.Domain}\\{holder.User} has {now.Name}. 'ticketflow-ops resource take-away {now.Name}' ends that.");
            }

            if (now.Mechanism == NoMechanism)
            {
                throw new OperationException(
                    ExitCodes.Failed,
                    $"Nobody could print on {now.Name}: give it an address first, 'ticketflow-ops printer change {now.Name}'.");
            }

            return;
        }

        await using var jobs = store.DataSource.CreateCommand("select count(*) from queue_job where resource = $1");
        jobs.Parameters.Add(new() { Value = now.Name });
        if (now.Use is null && await jobs.ExecuteScalarAsync(cancellation) is long and > 0 and var waiting)
        {
            throw new OperationException(
                ExitCodes.Failed,
                $"{waiting} jobs are in the queue of {now.Name}. Drain it first: 'ticketflow-ops queue drain {now.Name}'.");
        }
    }

    private static async Task<(EventStore.Sessions.IDocumentSession, EventStore.Sessions.IEventStream<ResourceState>)> OpenAsync(
        DocumentStore store, string name, CancellationToken cancellation)
    {
        var session = store.LightweightSession();
        session.SetHeader("actor", "operator:" + Environment.UserName);
        return (session, await session.Events.FetchForWriting<ResourceState>(ResourceEventTypes.StreamKey(name), cancellation));
    }

    private static int Seconds(TimeSpan longest) => longest > TimeSpan.Zero && longest <= LongestOfAll
        ? (int)longest.TotalSeconds
        : throw new OperationException(ExitCodes.Failed, "--longest must be more than nothing and at most 366 days.");

    private static int Nothing(string name)
    {
        Console.WriteLine($"{name}: nothing to change.");
        return ExitCodes.Ok;
    }
}
