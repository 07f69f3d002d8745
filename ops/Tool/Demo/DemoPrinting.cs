using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.EventStore.Transfer;

namespace TicketFlow.Ops.Demo;

/// <summary>
/// Plays the month: people come with documents, printers take one job after the other, and stand still while they are in trouble.
/// </summary>
internal sealed class DemoPrinting(Random random, DemoMonth month, DemoFaults faults, int seed)
{
    private readonly Dictionary<string, DateTimeOffset> _free = DemoWorld.Printers.ToDictionary(p => p.Name, _ => month.Start);
    private readonly double _diligence = DemoWorld.People.Sum(p => p.Diligence);

    /// <summary>The events of that many jobs, job by job in the order of their coming.</summary>
    public IEnumerable<PastEvent> Play(int jobs)
    {
        var comings = Enumerable.Range(0, jobs).Select(_ => month.WorkingTime(random)).Order().ToArray();
        return comings.SelectMany((at, number) => Print(at, DemoStory.KeyOf(month, seed, number)).Events);
    }

    private DemoJob Print(DateTimeOffset at, string key)
    {
        var who = Somebody();
        var department = Array.Find(DemoWorld.Departments, d => d.Name == who.Department)!;
        var printer = Choose(department);
        var what = DemoDocument.Draw(random, department, printer);
        var job = new DemoJob(who, what, key);
        var dice = random.NextDouble();
        if (dice < 0.018)
        {
            Refuse(job, at, printer);
            return job;
        }

        var ready = at.AddMilliseconds(300 + random.Next(4_000));
        job.Open(at, printer, ready);
        Wait(job, department, printer, what, ready);
        return job;
    }

    private void Wait(DemoJob job, DemoDepartment department, DemoPrinter printer, DemoDocument what, DateTimeOffset ready)
    {
        var dice = random.NextDouble();
        if (dice < 0.008)
        {
            var until = ready.AddMinutes(1 + random.Next(50));
            job.Hold(ready.AddSeconds(2), until);
            ready = until;
        }

        if (faults.At(printer.Name, ready) is { } fault && fault.To - ready > TimeSpan.FromMinutes(4))
        {
            var patience = ready.AddSeconds(40 + random.Next(120));
            if (random.NextDouble() < 0.45)
            {
                var other = DemoWorld.Printers[department.Printers[^1]];
                job.Move(patience, printer, other);
                (printer, ready) = (other, patience);
            }
            else if (random.NextDouble() < 0.25)
            {
                job.Cancel(patience);
                return;
            }
        }

        if (dice > 0.992)
        {
            job.Cancel(ready.AddMilliseconds(1 + random.Next(40)));
            return;
        }

        Send(job, printer, what, Turn(printer, ready), attempt: 1);
    }

    private void Send(DemoJob job, DemoPrinter printer, DemoDocument what, DateTimeOffset turn, int attempt)
    {
        if (attempt == 1 && random.NextDouble() < 0.009)
        {
            var retry = turn.AddSeconds(30);
            job.FailToStart(turn, attempt, printer, retry);
            attempt++;
            turn = Turn(printer, retry.AddMilliseconds(12));
        }

        var started = job.Start(turn, attempt, printer);
        var needs = what.TimeOn(printer);
        var dice = random.NextDouble();
        if (dice < 0.011)
        {
            var part = 0.1 + (0.8 * random.NextDouble());
            BreakOff(job, printer, what, started + (needs * part), attempt, part, interrupted: dice < 0.004);
            return;
        }

        var end = started + needs;
        _free[printer.Name] = end;
        job.Complete(started, end, attempt, Grade(printer));
    }

    private void BreakOff(
        DemoJob job, DemoPrinter printer, DemoDocument what, DateTimeOffset at, int attempt, double part, bool interrupted)
    {
        _free[printer.Name] = at;
        if (interrupted)
        {
            job.Interrupt(at, attempt, part);
        }
        else
        {
            job.Fail(at, attempt, part);
        }

        if (attempt < 3 && random.NextDouble() < 0.6)
        {
            var again = at.AddSeconds(30 + random.Next(300));
            job.Resend(again, attempt, printer);
            Send(job, printer, what, Turn(printer, again.AddMilliseconds(9)), attempt + 1);
        }
    }

    /// <summary>When the job's turn comes: the printer is free and works.</summary>
    private DateTimeOffset Turn(DemoPrinter printer, DateTimeOffset ready)
    {
        var turn = _free[printer.Name] > ready ? _free[printer.Name].AddMilliseconds(8) : ready.AddMilliseconds(8);
        while (faults.At(printer.Name, turn) is { } fault)
        {
            turn = fault.To.AddMilliseconds(500);
        }

        return turn;
    }

    private void Refuse(DemoJob job, DateTimeOffset at, DemoPrinter printer)
    {
        switch (random.Next(10))
        {
            case < 5:
                job.Refuse(at, "demo-board", RefusalCodes.NotAllowed, "You may not print on 'demo-board'.");
                break;
            case < 8:
                job.Refuse(at, printer.Name + "-old", RefusalCodes.PrinterUnknown, $"There is no printer '{printer.Name}-old'.");
                break;
            default:
                job.Refuse(at, "demo-archive", RefusalCodes.PrinterNotAccepting, "'demo-archive' takes no new jobs at the moment.");
                break;
        }
    }

    private string Grade(DemoPrinter printer) => random.NextDouble() switch
    {
        < 0.55 => CompletionGrades.Counted,
        < 0.80 => CompletionGrades.Idle,
        _ when printer.Site == "south" => CompletionGrades.Accepted,
        _ => CompletionGrades.Reported,
    };

    private DemoPrinter Choose(DemoDepartment department)
    {
        var dice = random.NextDouble();
        var place = dice < 0.55 ? 0 : dice < 0.80 ? 1 : dice < 0.97 ? random.Next(department.Printers.Length) : -1;
        // Now and then somebody prints where the way leads past.
        return place < 0 ? DemoWorld.Printers[17] : DemoWorld.Printers[department.Printers[place]];
    }

    private DemoPerson Somebody()
    {
        var dice = random.NextDouble() * _diligence;
        return DemoWorld.People.FirstOrDefault(p => (dice -= p.Diligence) < 0) ?? DemoWorld.People[0];
    }
}
