using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Page;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Tests.Page;

/// <summary>What a page is told, and that it stays little however many jobs there are.</summary>
public sealed class JobWindowTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    private readonly JobTable _table = new(1000);

    [Fact]
    public void The_most_pressing_jobs_are_shown_and_the_others_counted()
    {
        for (var i = 0; i < 3000; i++)
        {
            Add($"job-{i}", position: 3000 - i);
        }

        Add("asks", question: true);
        Add("of-another", user: "ben");
        var first = new JobWindow(_table, "ana", 100).Next();

        (first.Open, first.Shown, first.Changed.Count).ShouldBe((3001, 100, 100));
        first.Changed.Select(job => job.Key).Take(3).ShouldBe(["asks", "job-2999", "job-2998"]);
    }

    [Fact]
    public void Only_what_has_changed_is_told()
    {
        var (one, two) = (Add("one", position: 1), Add("two", position: 2));
        var window = new JobWindow(_table, "ana", 1);
        window.Next().Changed.ShouldHaveSingleItem().Key.ShouldBe("one");
        window.Next().Changed.ShouldBeEmpty();

        (one.State, two.State) = (one.State with { Position = 2 }, two.State with { Position = 1 });
        var swapped = window.Next();
        swapped.Changed.ShouldHaveSingleItem().Key.ShouldBe("two");
        swapped.Gone.ShouldBe(["one"]);
    }

    [Fact]
    public void An_end_is_told_also_of_a_job_that_came_and_went_between_two_looks()
    {
        var shown = Add("shown");
        var window = new JobWindow(_table, "ana", 10);
        window.Next();
        End(shown);
        End(Add("fast"));
        End(Add("of-another", user: "ben"));

        var next = window.Next();
        next.Changed.Select(job => (job.Key, job.Ended)).ShouldBe([("shown", true), ("fast", true)], ignoreOrder: true);
        (next.Open, next.Gone.Count, next.Stale).ShouldBe((0, 0, false));
        window.Next().Changed.ShouldBeEmpty();
    }

    [Fact]
    public void When_more_ends_than_can_be_told_the_history_is_stale()
    {
        var window = new JobWindow(_table, "ana", 10);
        window.Next();
        for (var i = 0; i < 60; i++)
        {
            End(Add($"job-{i}"));
        }

        window.Next().Stale.ShouldBeTrue();
    }

    private JobEntry Add(string key, int? position = null, bool question = false, string user = "ana")
    {
        var entry = new JobEntry(new JobState
        {
            Key = key,
            User = user,
            Printer = "office",
            Title = key,
            AcceptedAt = At,
            Phase = JobPhase.Waiting,
            Position = position,
            Bytes = 10,
            Question = question ? new LocalQuestion("printer-stopped", "office has stopped.", "office", At) : null,
        });
        _table.Add(entry);
        return entry;
    }

    private void End(JobEntry entry)
    {
        entry.State = entry.State with { Phase = JobPhase.Completed, EndedAt = At, Reported = true };
        _table.Close(entry);
    }
}
