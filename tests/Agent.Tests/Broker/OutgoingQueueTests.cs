using TicketFlow.Agent.Broker;
using TicketFlow.Agent.Jobs;

namespace TicketFlow.Agent.Tests.Broker;

public sealed class OutgoingQueueTests
{
    [Fact]
    public void What_two_broken_connections_put_back_goes_out_in_the_order_in_which_it_was_said()
    {
        var queue = new OutgoingQueue(TimeProvider.System);
        queue.PutBack([Message("first"), Message("second"), Message("third")]);
        queue.TryTake(out var sent).ShouldBeTrue();
        queue.PutBack([sent]);

        Rest(queue).ShouldBe(["first", "second", "third"]);
    }

    private static OutgoingMessage Message(string type) => new(type, []);

    private static IEnumerable<string> Rest(OutgoingQueue queue)
    {
        while (queue.TryTake(out var message))
        {
            yield return message.Type;
        }
    }
}
