using TicketFlow.Reporting.Organisation;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Leases;

namespace Reporting.Tests.Support;

/// <summary>A month of jobs with every ending there is, while people move between departments. The seed decides all.</summary>
internal sealed class RandomMonth(int seed)
{
    private static readonly string[] Departments = ["sales", "research", "works"];

    private readonly Random _random = new(seed);

    public static DateTimeOffset Begin { get; } = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public IEnumerable<LoggedEvent> Events(int jobs)
    {
        for (var i = 0; i < 6; i++)
        {
            yield return new(Begin.AddHours(-1), $"resource-p{i}", Stories.Printer($"p{i}", i % 2 == 0 ? "Bern, hall" : "Basel/2"));
        }

        foreach (var moved in Moves().Concat(Leases()).Concat(Enumerable.Range(0, jobs).SelectMany(Life)))
        {
            yield return moved;
        }
    }

    private IEnumerable<LoggedEvent> Moves()
    {
        for (var user = 0; user < 15; user++)
        {
            for (var move = 0; move < 4; move++)
            {
                var recorded = Begin.AddDays(_random.Next(-3, 28));

                // Some are told in advance, some too late; those rewrite nothing.
                var from = recorded.AddDays(_random.Next(-9, 6));
                yield return new(recorded, OrganisationEventTypes.Stream, _random.Next(9) == 0
                    ? new PersonLeft("office", $"u{user}", from)
                    : new PersonAssigned("office", $"u{user}", Pick(Departments), _random.Next(2) == 0 ? $"cc-{move}" : null,
                        user % 3 == 0 ? ["staff", "night"] : ["staff"], from));
            }
        }

        foreach (var department in Departments)
        {
            yield return new(
                Begin.AddDays(2), OrganisationEventTypes.Stream, new DepartmentAssigned(department, "cc-" + department, Begin));
        }
    }

    /// <summary>A projector that somebody has every few hours. Dice of its own leave the jobs as they are.</summary>
    private IEnumerable<LoggedEvent> Leases()
    {
        var (dice, end) = (new Random(seed), Begin);
        yield return new(Begin, "resource-beamer", Stories.Printer("beamer", "Bern, hall") with { Kind = "projector" });
        while ((end = end.AddMinutes(dice.Next(1, 600))) < Begin.AddDays(29))
        {
            var (from, user) = (end, dice.Next(20));
            end = from.AddMilliseconds(dice.Next(1, 20_000_000));
            yield return new(end, "resource-beamer", new LeaseEnded(
                "beamer", $"lease{from.Ticks}", $"pc-u{user}", "office", $"u{user}", from, end,
                dice.Next(3) == 0 ? "agent-silent" : "returned"));
        }
    }

    private IEnumerable<LoggedEvent> Life(int number)
    {
        var (id, at) = ($"j{number:00000}", Begin.AddSeconds(_random.Next(0, 30 * 86_400)));
        var (user, resource) = ($"u{_random.Next(20)}", $"p{_random.Next(6)}");
        if (_random.Next(12) == 0)
        {
            yield return new(at, "job-" + id, new JobRefused(
                id, "pc-" + user, "key", 1, Pick(["resource-unknown", "not-allowed"]), "rule", "text", resource, "office", user));
            yield break;
        }

        yield return Next(Stories.Opened(id, resource, user, "pc-" + user), 0);
        yield return Next(Described(), 5);
        var attempt = 0;
        while (true)
        {
            var ending = _random.Next(20);
            if (ending == 0)
            {
                yield return Next(new JobCancelled("user", 0), 600);
                yield break;
            }

            yield return Next(Stories.GoAhead(++attempt), 900);
            if (ending == 1)
            {
                yield return Next(new TransferStartFailed(attempt, "connect-refused", null, 1, at.AddMinutes(1)), 10);
                continue;
            }

            if (ending == 2)
            {
                yield return Next(new TransferStartFailed(attempt, "connect-refused", null, 3, null), 10);
                yield break;
            }

            yield return Next(new TransferStarted(attempt, Stories.Later), 30);
            switch (ending)
            {
                case 3:
                    yield return Next(new TransferFailed(attempt, 700, "connection-lost", null), 20);
                    yield break;
                case 4:
                    yield return Next(new JobMoved(resource, resource = $"p{_random.Next(6)}", 300, attempt), 20);
                    continue;
                case 5:
                    yield return Next(new JobMoved(resource, resource = $"p{_random.Next(6)}", 0, attempt), 20);
                    continue;
                case 6:
                    yield return Next(new TransferInterrupted(attempt, 900, "agent-silent"), 20);
                    yield return Next(new ResendChosen(
                        attempt, resource, "pc-" + user, "key", 1, 5_000, "office", user, null), 3_000);
                    continue;
                case 7:
                    yield return Next(new JobCancelled("operator", 400), 20);
                    yield break;
                default:
                    yield return Next(new TransferCompleted(attempt, 5_000 + number, "idle", _random.Next(5, 60_000)), 60);
                    yield break;
            }
        }

        LoggedEvent Next(object data, int seconds)
        {
            at = at.AddMilliseconds(_random.Next(1, 1 + (seconds * 1000)));
            return new(at, "job-" + id, data, "agent");
        }
    }

    // Some agents tell the sheets, which need not follow from pages and sides.
    private JobDescribed Described() => Sheets(Stories.Described(
        _random.Next(9) == 0 ? null : _random.Next(1, 40), _random.Next(500, 9_000_000), _random.Next(4) == 0 ? 3 : null,
        _random.Next(3) switch { 0 => true, 1 => false, _ => null }, _random.Next(3) switch { 0 => 2, 1 => 1, _ => null }));

    private static JobDescribed Sheets(JobDescribed job) => job.Pages % 5 == 3 ? job with { Sheets = job.Pages + 1 } : job;

    private T Pick<T>(T[] some) => some[_random.Next(some.Length)];
}
