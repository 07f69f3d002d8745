using TicketFlow.Contracts.Agents;

namespace TicketFlow.Model;

/// <summary>
/// A simulated agent, faithful to docs/protocol.md: it obeys only the newest attempt, sends a document at most once unless its user chose
/// otherwise, and remembers over its own crashes what may have left. Messages of the server get lost by chance until it is told to calm
/// down.
/// </summary>
internal sealed partial class ModelAgent : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private Dictionary<string, ModelJob> _jobs = new(StringComparer.Ordinal);

    private ModelAgent(string id) => Id = id;

    public string Id { get; }

    public AgentWire Wire { get; private set; } = null!;

    /// <summary>Nothing gets lost and every transfer goes well from now on.</summary>
    public bool Calm { get; private set; }

    /// <summary>What went wrong inside the simulation itself; never expected.</summary>
    public List<string> Faults { get; } = [];

    public static async Task<ModelAgent> ConnectAsync(Uri uri, string id)
    {
        var agent = new ModelAgent(id);
        agent.Wire = await AgentWire.ConnectAsync(uri, id, agent.Receive);
        return agent;
    }

    /// <summary>A new sequence: the jobs of the last one have ended.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            (_jobs, Calm) = (new(StringComparer.Ordinal), false);
        }
    }

    public void CalmDown()
    {
        lock (_lock)
        {
            Calm = true;
            foreach (var job in _jobs.Values)
            {
                job.Silent = false;
            }
        }
    }

    public Task SubmitAsync(ModelJob job)
    {
        lock (_lock)
        {
            _jobs.Add(job.JobId, job);
        }

        return AskAsync(job);
    }

    /// <summary>TR1; the same again when there was no answer.</summary>
    public Task AskAsync(ModelJob job) => Wire.SendAsync(
        MessageTypes.TicketRequest, job.Request, AgentJson.Default.TicketRequest, job.Chance);

    public Task DescribeAsync(ModelJob job) => job.Describes
        ? Wire.SendAsync(
            MessageTypes.JobDescription, new JobDescription(Wire.Next(), job.JobId, "127.0.0.1", 1, job.Bytes),
            AgentJson.Default.JobDescription, job.Chance)
        : Task.CompletedTask;

    /// <summary>The user's choice to print a broken job again.</summary>
    public Task ResendAsync(ModelJob job)
    {
        lock (_lock)
        {
            if (job.Held is not (HeldAs.Broken or HeldAs.Interrupted) || !job.Reported)
            {
                return Task.CompletedTask;
            }
        }

        return Wire.SendAsync(
            MessageTypes.ResendRequest, new ResendRequest(Wire.Next(), job.JobId), AgentJson.Default.ResendRequest, job.Chance,
            repeatable: false);
    }

    /// <summary>HI1 with what the journal says.</summary>
    public Task HelloAsync(Dice chance)
    {
        Hello hello;
        lock (_lock)
        {
            var held = _jobs.Values.Where(job => job.IsOpen)
                .Select(job => new HeldJob(job.JobId, job.HeldState, job.Attempt, job.BytesSent)).ToList();
            hello = new Hello(Wire.Next(), "0.1.0", held);
        }

        return Wire.SendAsync(MessageTypes.Hello, hello, AgentJson.Default.Hello, chance, repeatable: false);
    }

    /// <summary>kill -9 and a new start: what was being sent is interrupted; what had not begun is as before.</summary>
    public async Task CrashAsync(Dice chance)
    {
        List<ModelJob> cut;
        lock (_lock)
        {
            cut = [.. _jobs.Values.Where(job => job.Held == HeldAs.Sending)];
            foreach (var job in _jobs.Values)
            {
                job.Life++;
                job.Silent = false;
                job.Held = job.Held switch { HeldAs.Sending => HeldAs.Interrupted, HeldAs.Starting => HeldAs.Spooled, var held => held };
            }
        }

        await HelloAsync(chance);
        foreach (var job in cut)
        {
            await ReportAsync(job);
        }
    }

    /// <summary>The disk is gone: a hello without jobs.</summary>
    public Task ReinstallAsync(Dice chance)
    {
        lock (_lock)
        {
            foreach (var job in _jobs.Values.Where(job => job.Held != HeldAs.Closed))
            {
                job.Life++;
                job.Held = HeldAs.Gone;
            }
        }

        return HelloAsync(chance);
    }

    /// <summary>SU1 for everything that is being sent.</summary>
    public Task BeatAsync(Dice chance)
    {
        List<JobStatus> sending;
        lock (_lock)
        {
            sending = [.. _jobs.Values.Where(job => job.Held == HeldAs.Sending && !job.Silent).Select(
                job => new JobStatus(job.JobId, job.Attempt, job.BytesSent))];
        }

        return sending.Count == 0
            ? Task.CompletedTask
            : Wire.SendAsync(MessageTypes.StatusUpdate, new StatusUpdate(Wire.Next(), sending), AgentJson.Default.StatusUpdate, chance);
    }

    public async ValueTask DisposeAsync() => await Wire.DisposeAsync();

    /// <summary>Changes a job under the lock; false when another life of it began meanwhile.</summary>
    internal bool Change(ModelJob job, int life, Action change)
    {
        lock (_lock)
        {
            if (job.Life != life)
            {
                return false;
            }

            change();
            return true;
        }
    }

    /// <summary>The report that fits how the job stands; none when there is nothing to report.</summary>
    internal async Task ReportAsync(ModelJob job)
    {
        var (held, attempt, bytes) = (job.Held, job.Attempt, job.BytesSent);
        await (held switch
        {
            HeldAs.Sending => Wire.SendAsync(
                MessageTypes.StartReport, new StartReport(Wire.Next(), job.JobId, attempt), AgentJson.Default.StartReport, job.Chance),
            HeldAs.Sent => Wire.SendAsync(
                MessageTypes.CompletionReport, new CompletionReport(Wire.Next(), job.JobId, attempt, bytes, CompletionGrades.Accepted, 5),
                AgentJson.Default.CompletionReport, job.Chance),
            HeldAs.Broken => Wire.SendAsync(
                MessageTypes.TransferFailure, new TransferFailure(Wire.Next(), job.JobId, attempt, bytes, "connection-reset"),
                AgentJson.Default.TransferFailure, job.Chance),
            HeldAs.Interrupted => Wire.SendAsync(
                MessageTypes.InterruptionReport, new InterruptionReport(Wire.Next(), job.JobId, attempt, bytes),
                AgentJson.Default.InterruptionReport, job.Chance),
            _ => Task.CompletedTask,
        });
        job.Reported |= held == job.Held && held is HeldAs.Sent or HeldAs.Broken or HeldAs.Interrupted;
    }
}
