using System.Globalization;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.EventStore.Transfer;
using TicketFlow.TicketServer.Budgets;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.Ops.Demo;

/// <summary>One job's events, written step by step with their times.</summary>
internal sealed class DemoJob
{
    private readonly DemoPerson _who;
    private readonly DemoDocument _what;
    private readonly string _key;
    private readonly List<PastEvent> _events = [];
    private IReadOnlyList<BudgetShare> _reserved = [];

    public DemoJob(DemoPerson who, DemoDocument what, string key)
    {
        (_who, _what, _key) = (who, what, key);
        Id = JobId.Of(who.Agent, key);
    }

    public string Id { get; }

    public IReadOnlyList<PastEvent> Events => _events;

    private string Agent => "agent:" + _who.Agent;

    private string User => $"user:{DemoWorld.Domain}\\{_who.User}";

    public void Refuse(DateTimeOffset at, string printer, string code, string text) => Add(at, "server", new JobRefused(
        Id, _who.Agent, _key, 1, code, "demo", text, printer, DemoWorld.Domain, _who.User));

    public void Open(DateTimeOffset at, DemoPrinter printer, DateTimeOffset described)
    {
        Add(at, Agent, new JobOpened(
            Id, _who.Agent, _key, 1, printer.Name, DemoWorld.Domain, _who.User, "0.1.0", "linux", "1.0", _what.Title, at.AddMinutes(30)));
        Add(described, Agent, new JobDescribed(
            null, _what.Pages, _what.Bytes, null, _what.Copies, _what.Colour, _what.Sides, _what.Paper, _what.Sheets));
        Reserve(described);
    }

    public void Hold(DateTimeOffset at, DateTimeOffset until)
    {
        Add(at, User, new JobHeld(HoldReasons.User));
        Add(until, User, new JobReleased(HoldReasons.User));
    }

    public void Cancel(DateTimeOffset at)
    {
        Add(at, User, new JobCancelled(StopCodes.ByUser));
        Refund(at, "cancelled");
    }

    public void Move(DateTimeOffset at, DemoPrinter from, DemoPrinter to) => Add(at, User, new JobMoved(from.Name, to.Name));

    public void FailToStart(DateTimeOffset at, int attempt, DemoPrinter printer, DateTimeOffset retry)
    {
        GoAhead(at, attempt, printer);
        Add(at.AddSeconds(5), Agent, new TransferStartFailed(
            attempt, TransferErrors.Unreachable, "no route to host", attempt, retry, at.AddSeconds(35)));
    }

    /// <summary>Starts; returns when the first byte left.</summary>
    public DateTimeOffset Start(DateTimeOffset at, int attempt, DemoPrinter printer)
    {
        GoAhead(at, attempt, printer);
        Add(at.AddMilliseconds(31), Agent, new GoAheadConfirmed(attempt, at.AddMinutes(1)));
        Add(at.AddMilliseconds(52), Agent, new TransferStarted(attempt, at.AddMinutes(1)));
        return at.AddMilliseconds(52);
    }

    public void Complete(DateTimeOffset started, DateTimeOffset at, int attempt, string grade)
    {
        Add(at, Agent, new TransferCompleted(attempt, _what.Bytes, grade, (long)(at - started).TotalMilliseconds));
        if (_reserved.Count > 0)
        {
            Add(at, "server", new CostSettled(_reserved, _reserved));
            _reserved = [];
        }
    }

    public void Fail(DateTimeOffset at, int attempt, double part)
    {
        Add(at, Agent, new TransferFailed(attempt, (long)(_what.Bytes * part), TransferErrors.Reset, "connection reset by the printer"));
        Refund(at, "failed");
    }

    public void Interrupt(DateTimeOffset at, int attempt, double part)
    {
        Add(at, Agent, new TransferInterrupted(attempt, (long)(_what.Bytes * part), "agent-restarted"));
        Refund(at, "interrupted");
    }

    public void Resend(DateTimeOffset at, int attempt, DemoPrinter printer)
    {
        Add(at, User, new ResendChosen(
            attempt, printer.Name, _who.Agent, _key, 1, _what.Bytes, DemoWorld.Domain, _who.User, _what.Title));
        Reserve(at);
    }

    private void Reserve(DateTimeOffset at)
    {
        if (DemoBudgets.SubjectOf(_who) is { } subject)
        {
            var period = at.ToString("yyyy-MM", CultureInfo.InvariantCulture);
            _reserved = [new BudgetShare(subject, BudgetBook.Pages, period, (_what.Pages ?? 1) * _what.Copies)];
            Add(at, "server", new CostReserved(_reserved));
        }
    }

    private void Refund(DateTimeOffset at, string reason)
    {
        if (_reserved.Count > 0)
        {
            Add(at, "server", new CostRefunded(_reserved, reason));
            _reserved = [];
        }
    }

    private void GoAhead(DateTimeOffset at, int attempt, DemoPrinter printer) =>
        Add(at, "dispatcher", new GoAheadIssued(attempt, printer.Address, Mechanisms.Raw, at.AddSeconds(30)));

    private void Add(DateTimeOffset at, string actor, JobEvent fact) =>
        _events.Add(new PastEvent(JobId.StreamKey(Id), "job", fact, DemoMonth.Whole(at), actor));
}
