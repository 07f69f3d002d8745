using System.Text.Json;
using System.Threading.Channels;
using TicketFlow.Agent.Broker;
using TicketFlow.Agent.Journal;
using TicketFlow.Agent.Options;
using TicketFlow.Agent.Spool;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Jobs;

/// <summary>The one place where jobs change: decide, journal, evolve, act; all of it under the job's lock and none of it waiting.</summary>
internal sealed class JobLifecycle(
    JobTable table, JobJournal journal, OutgoingQueue outgoing, SpoolStore spool, AgentIdentity identity, BrokerOptions broker,
    TimeProvider clock)
{
    private readonly Channel<JobEntry> _transfers = Channel.CreateUnbounded<JobEntry>();

    /// <summary>Jobs that got their go-ahead, in order; after a start also those whose printer has to be asked.</summary>
    public ChannelReader<JobEntry> TransferQueue => _transfers.Reader;

    /// <summary>Takes a job whose first record is in the journal.</summary>
    public JobEntry Enter(JobEvent first)
    {
        var entry = new JobEntry(JobEvolution.Evolve(JobState.None, first));
        table.Add(entry);
        lock (entry.Gate)
        {
            Act(entry, [new Ask()]);
        }

        return entry;
    }

    public void Apply(JobEntry entry, JobInput input)
    {
        lock (entry.Gate)
        {
            var decision = JobDecider.Decide(entry.State, input, clock.GetUtcNow());
            foreach (var happened in decision.Events)
            {
                Journal(entry, happened);
                Evolve(entry, happened);
            }

            Act(entry, decision.Effects);
            Shelve(entry);
        }
    }

    /// <summary>Writes "a byte may have left" to the disk; returns when it is there.</summary>
    /// <exception cref="IOException">It is not: no byte may leave.</exception>
    /// <param name="trace">What finds the job at the printer again.</param>
    /// <exception cref="OperationCanceledException">The job was stopped meanwhile.</exception>
    public async Task BeginSendingAsync(JobEntry entry, string? trace)
    {
        Task written;
        SendingBegan began;
        lock (entry.Gate)
        {
            if (entry.State is not { Phase: JobPhase.Starting, StopCode: null })
            {
                throw new OperationCanceledException("The job was stopped before its first byte.");
            }

            began = new SendingBegan(entry.State.Attempt, trace);
            written = journal.AppendDurablyAsync(RecordKind.Event, entry.Key, Serialize(began));
        }

        await written;
        lock (entry.Gate)
        {
            Evolve(entry, began with { Attempt = entry.State.Attempt });
            Act(entry, [new Say(MessageTypes.StartReport)]);
        }
    }

    /// <summary>Makes the document of an opened job durable, and the job with it.</summary>
    /// <returns>False when the job was ended meanwhile.</returns>
    /// <exception cref="IOException">The record could not be written.</exception>
    public async Task<bool> FinishSpoolingAsync(JobEntry entry, long bytes, string file, DocumentFacts document)
    {
        var spooled = new DocumentSpooled(bytes, file, document);
        await journal.AppendDurablyAsync(RecordKind.Event, entry.Key, Serialize(spooled));
        lock (entry.Gate)
        {
            if (entry.State.Phase is not JobPhase.Opening)
            {
                return false;
            }

            Evolve(entry, spooled);
            Act(entry, [new Ask()]);
            return true;
        }
    }

    /// <summary>Asks again when it is time and the last question is not still on its way.</summary>
    public void RepeatQuestion(JobEntry entry)
    {
        lock (entry.Gate)
        {
            if (entry.State.NeedsAnswer && !entry.AskOnItsWay && clock.GetTimestamp() >= entry.AskDue)
            {
                Question(entry);
            }
        }
    }

    /// <summary>The go-ahead was received, the printer not yet reached.</summary>
    public void SayReceipt(JobEntry entry)
    {
        lock (entry.Gate)
        {
            if (entry.State.Phase is JobPhase.Starting && !entry.ReceiptSent)
            {
                entry.ReceiptSent = true;
                Act(entry, [new Say(MessageTypes.GoAheadReceipt)]);
            }
        }
    }

    public static byte[] Serialize(JobEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, JournalJson.Default.JobEvent);

    private void Journal(JobEntry entry, JobEvent happened)
    {
        // A closed job's summary is its last record: a later one would keep it in the journal for ever.
        if (happened is not PlaceChanged && table.ByKey(entry.Key) is not null)
        {
            journal.Append(RecordKind.Event, entry.Key, Serialize(happened));
        }
    }

    private void Evolve(JobEntry entry, JobEvent happened)
    {
        entry.State = JobEvolution.Evolve(entry.State, happened);
        if (happened is TicketReceived ticket)
        {
            table.NoteId(entry, ticket.JobId);
        }
    }

    private void Act(JobEntry entry, IReadOnlyList<JobEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case Say say:
                    var (type, attempt) = (say.Type, entry.State.Attempt);
                    outgoing.Post(Compose(entry, type, () => Apply(entry, new ReportConfirmed(type, attempt))));
                    break;
                case Ask:
                    entry.AskTries = 0;
                    Question(entry);
                    break;
                case StartTransfer or RecallTransfer:
                    _transfers.Writer.TryWrite(entry);
                    break;
                case StopTransfer:
                    entry.StopTransfer();
                    break;
                case DropDocument:
                    spool.Drop(entry.State);
                    break;
            }
        }
    }

    private void Question(JobEntry entry)
    {
        entry.AskOnItsWay = true;
        outgoing.Post(Compose(entry, JobMessages.QuestionOf(entry.State), () => Asked(entry)));
    }

    private void Asked(JobEntry entry)
    {
        lock (entry.Gate)
        {
            // Jitter, so that a thousand agents behind one broken switch do not ask in step.
            var longer = broker.RequestRepeat.TotalSeconds * Math.Pow(2, Math.Min(entry.AskTries++, 10));
            var wait = Math.Min(longer, broker.RequestRepeatMax.TotalSeconds);
            var jittered = wait * (0.9 + (0.2 * Random.Shared.NextDouble()));
            entry.AskDue = clock.GetTimestamp() + (long)(jittered * clock.TimestampFrequency);
            entry.AskOnItsWay = false;
        }
    }

    private OutgoingMessage Compose(JobEntry entry, string type, Action delivered) =>
        new(type, JobMessages.Compose(entry.State, type, outgoing.NextSequence(), identity), delivered);

    /// <summary>Puts the job where it belongs now. One whose document is kept stays in the journal with all its records.</summary>
    private void Shelve(JobEntry entry)
    {
        if (table.ByKey(entry.Key) is null)
        {
            return;
        }

        if (!entry.State.IsClosed)
        {
            table.Reopen(entry);
        }
        else if (entry.State.DocumentKept)
        {
            table.Keep(entry);
        }
        else
        {
            journal.Append(RecordKind.Closed, entry.Key, JsonSerializer.SerializeToUtf8Bytes(entry.State, JournalJson.Default.JobState));
            table.Close(entry);
        }
    }
}
