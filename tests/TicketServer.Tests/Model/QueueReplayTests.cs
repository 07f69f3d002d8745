using TicketFlow.Model;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Queues;
using TicketFlow.TicketServer.Resources;

namespace TicketServer.Tests.Model;

/// <summary>The judge of the queues' order is strict, and fair to what a round could not see.</summary>
public sealed class QueueReplayTests
{
    private readonly PlantedLog _log = new();

    public QueueReplayTests() =>
        _log.Add("resource-hall", 1, new ResourceRegistered("hall", "printer", "127.0.0.1:9100", "raw", 2, 1000, null));

    [Fact]
    public void Turns_in_the_order_of_the_queue_are_right()
    {
        _log.Queue("a", 2, bytes: 100);
        _log.Queue("b", 3, bytes: 100);
        Judge(_log.Round("4:4:", "a", "b")).ShouldBeEmpty();
    }

    [Fact]
    public void One_who_is_passed_is_noticed()
    {
        _log.Queue("a", 2, bytes: 100);
        _log.Queue("b", 3, bytes: 100);
        Judge(_log.Round("4:4:", "b")).ShouldHaveSingleItem().ShouldContain("job-a was passed");
    }

    [Fact]
    public void One_who_came_in_a_transaction_that_was_not_over_is_not_passed()
    {
        _log.Queue("a", 2, bytes: 100);
        _log.Queue("b", 3, bytes: 100);
        Judge(_log.Round("2:4:2", "b")).ShouldBeEmpty();
        Judge(_log.Round("2:4:3", "b")).ShouldContain(violation => violation.Contains("job-b was given a turn and did not wait"));
    }

    [Fact]
    public void Priority_goes_before_age()
    {
        _log.Queue("a", 2, bytes: 900);
        _log.Queue("b", 3, bytes: 900);
        _log.Add("job-b", 4, new JobPrioritised(1));
        Judge(_log.Round("5:5:", "b")).ShouldBeEmpty();
        Judge(_log.Round("5:5:", "a")).ShouldNotBeEmpty();
    }

    [Fact]
    public void More_than_the_printer_takes_is_noticed()
    {
        _log.Queue("a", 2, bytes: 600);
        _log.Queue("b", 3, bytes: 600);
        Judge(_log.Round("4:4:", "a", "b")).ShouldHaveSingleItem().ShouldContain("did not fit");
    }

    [Fact]
    public void A_small_one_may_overtake_a_large_one_but_only_for_a_while()
    {
        _log.Queue("a", 2, bytes: 600);
        _log.Add("job-a", 3, new GoAheadIssued(1, "", "", default));
        _log.Queue("large", 4, bytes: 600);
        _log.Queue("small", 5, bytes: 100);
        Judge(_log.Round("6:6:", "small")).ShouldBeEmpty();
        Judge(_log.Round("6:6:", "small"), overtakeFor: TimeSpan.Zero).ShouldHaveSingleItem().ShouldContain("waited too long");
    }

    [Fact]
    public void A_turn_at_a_paused_printer_and_a_go_ahead_nobody_decided_are_noticed()
    {
        _log.Queue("a", 2, bytes: 100);
        _log.Add("resource-hall", 3, new QueuePaused("hall"));
        Judge(_log.Round("4:4:", "a")).ShouldHaveSingleItem().ShouldContain("paused");
        _log.Add("job-a", 4, new GoAheadIssued(1, "", "", default), "dispatcher");
        Judge().ShouldHaveSingleItem().ShouldContain("was never decided");
    }

    private IReadOnlyList<string> Judge(params DispatchRound[] rounds) => QueueReplay.Judge(_log.Events, rounds, TimeSpan.FromMinutes(1));

    private IReadOnlyList<string> Judge(DispatchRound round, TimeSpan overtakeFor) => QueueReplay.Judge(_log.Events, [round], overtakeFor);
}
