using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Leases;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Broker;

/// <summary>Reads what the server sends and takes it to the job, or to whoever asked. Nothing in here can end the agent.</summary>
internal sealed class IncomingMessages(
    JobTable table, JobLifecycle jobs, OutgoingQueue outgoing, ServerQueries queries, LeaseKeeping leases, ILogger<IncomingMessages> log)
{
    private readonly ConcurrentDictionary<string, long> _notUnderstood = new(StringComparer.Ordinal);

    /// <summary>Messages put aside so far, by type.</summary>
    public IReadOnlyDictionary<string, long> NotUnderstood => _notUnderstood;

    public void Handle(string? type, ReadOnlySpan<byte> body)
    {
        try
        {
            if (body.Length > AgentTopology.MaxMessageBytes || !Dispatch(type, body))
            {
                PutAside(type, error: null);
            }
        }
        catch (JsonException e)
        {
            PutAside(type, e);
        }
    }

    private bool Dispatch(string? type, ReadOnlySpan<byte> body) => type switch
    {
        MessageTypes.Ticket => OnTicket(JsonSerializer.Deserialize(body, AgentJson.Default.Ticket)),
        MessageTypes.GoAhead => OnGoAhead(JsonSerializer.Deserialize(body, AgentJson.Default.GoAhead)),
        MessageTypes.Refusal => OnRefusal(JsonSerializer.Deserialize(body, AgentJson.Default.Refusal)),
        MessageTypes.CancelOrder => OnCancelOrder(JsonSerializer.Deserialize(body, AgentJson.Default.CancelOrder)),
        MessageTypes.JobHistory => OnHistory(JsonSerializer.Deserialize(body, AgentJson.Default.JobHistory)),
        MessageTypes.PrinterList => OnPrinters(JsonSerializer.Deserialize(body, AgentJson.Default.PrinterList)),
        MessageTypes.Notice => OnNotice(JsonSerializer.Deserialize(body, AgentJson.Default.Notice)),
        MessageTypes.LeaseState => OnLease(JsonSerializer.Deserialize(body, AgentJson.Default.LeaseState)),
        MessageTypes.Welcome => true,
        _ => false,
    };

    private bool OnTicket(Ticket? ticket)
    {
        if (ticket is not { Key: not null, JobId: not null, State: not null })
        {
            return false;
        }

        if ((table.ByKey(ticket.Key) ?? table.ById(ticket.JobId)) is { } entry)
        {
            Take(entry, new TicketArrived(ticket));
        }

        return true;
    }

    private bool OnGoAhead(GoAhead? goAhead)
    {
        if (goAhead is not { JobId: not null, Address: not null, Mechanism: not null, Attempt: > 0 })
        {
            return false;
        }

        if ((table.ById(goAhead.JobId) ?? table.ByKey(goAhead.Key)) is { } entry)
        {
            Take(entry, new GoAheadArrived(goAhead));
            return true;
        }

        var failure = JobDecider.SpoolGone(outgoing.NextSequence(), goAhead);
        outgoing.Post(new OutgoingMessage(
            MessageTypes.StartFailure, JsonSerializer.SerializeToUtf8Bytes(failure, AgentJson.Default.StartFailure)));
        return true;
    }

    private bool OnRefusal(Refusal? refusal)
    {
        if (refusal is not { Code: not null, Text: not null })
        {
            return false;
        }

        if (queries.Refused(refusal))
        {
            return true;
        }

        if ((table.ByKey(refusal.Key) ?? table.ById(refusal.JobId)) is { } entry)
        {
            // A refusal with the job's key, or of the job as such, decides the job; any other only a user's wish.
            entry.NoteRefusal(refusal);
            jobs.Apply(entry, refusal.Key is not null || refusal.Code == RefusalCodes.JobUnknown
                ? new RefusalArrived(refusal.Code, refusal.Text, NoticeDecisions.AlternativesOf(refusal.Alternatives), refusal.Fetch)
                : new WishRefused());
        }
        else
        {
            BrokerLog.RefusedWithoutJob(log, refusal.Code, refusal.Text);
        }

        return true;
    }

    private bool OnCancelOrder(CancelOrder? order)
    {
        if (order is not { JobId: not null, Code: not null })
        {
            return false;
        }

        if (table.ById(order.JobId) is { } entry)
        {
            Take(entry, new CancelOrderArrived(order.Code, order.Keep is 1));
        }
        else
        {
            outgoing.Post(new OutgoingMessage(
                MessageTypes.StopReport,
                JsonSerializer.SerializeToUtf8Bytes(
                    new StopReport(outgoing.NextSequence(), order.JobId, 0), AgentJson.Default.StopReport)));
        }

        return true;
    }

    private bool OnNotice(Notice? notice)
    {
        if (notice is not { JobId: not null, Code: not null, Text: not null })
        {
            return false;
        }

        // It may overtake the ticket: then the id says nothing yet.
        if ((table.ById(notice.JobId) ?? table.ByKey(notice.Key)) is { } entry)
        {
            Take(entry, new NoticeArrived(notice));
        }

        return true;
    }

    private void Take(JobEntry entry, JobInput input)
    {
        jobs.Apply(entry, input);
        entry.NoteWord();
    }

    private bool OnHistory(JobHistory? history) =>
        history is { JobId: not null, Events: not null } && queries.Answered(history.Sequence, history);

    private bool OnPrinters(PrinterList? printers) =>
        printers is { Printers: not null } && printers.Printers.All(printer => printer is { Name: not null, State: not null })
        && queries.Answered(printers.Sequence, printers);

    private bool OnLease(LeaseState? lease)
    {
        if (lease is not { LeaseId: not null, Resource: not null, State: LeaseStates.Granted or LeaseStates.Ended })
        {
            return false;
        }

        leases.Take(lease);
        return queries.Answered(lease.Sequence, lease);
    }

    private void PutAside(string? type, Exception? error)
    {
        var kind = type is { Length: <= 16 } ? type : "(none)";
        if (_notUnderstood.AddOrUpdate(kind, 1, static (_, count) => count + 1) == 1)
        {
            BrokerLog.NotUnderstood(log, kind, error);
        }
    }
}
