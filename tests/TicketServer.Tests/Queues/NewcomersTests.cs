using TicketFlow.TicketServer.Queues;

namespace TicketServer.Tests.Queues;

public sealed class NewcomersTests
{
    private static readonly Newcomer First = new("jobjobjobjobjoba", "hall", "desk-1", "k", 1, false);

    private readonly Newcomers _newcomers = new();

    [Fact]
    public void A_job_that_enters_its_queue_twice_before_the_answer_is_answered_once()
    {
        _newcomers.Add(First);
        _newcomers.Add(First with { });
        _newcomers.TakeAt(["hall"]).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_job_that_moves_before_the_answer_is_answered_where_it_stands_last()
    {
        _newcomers.Add(First);
        _newcomers.Add(First with { Resource = "attic" });
        _newcomers.TakeAt(["hall"]).ShouldBeEmpty();
        _newcomers.TakeAt(["attic"]).ShouldHaveSingleItem();
    }

    [Fact]
    public void Taking_back_an_entry_that_was_replaced_leaves_the_newer_one()
    {
        var second = First with { Resource = "attic" };
        _newcomers.Add(First);
        _newcomers.Add(second);
        _newcomers.Remove(First);
        _newcomers.TakeAt(["hall", "attic"]).ShouldHaveSingleItem().ShouldBeSameAs(second);
    }

    [Fact]
    public void What_was_taken_may_come_again()
    {
        _newcomers.Add(First);
        _newcomers.TakeAt(["hall"]).ShouldHaveSingleItem();
        _newcomers.Add(First);
        _newcomers.TakeAt(["hall"]).ShouldHaveSingleItem();
    }
}
