using TicketFlow.TicketServer.Jobs;

namespace TicketServer.Tests.Jobs;

public sealed class JobIdTests
{
    [Fact]
    public void The_same_agent_and_key_name_the_same_job_and_others_do_not()
    {
        JobId.Of("desk-1", "aaaaaaaaaaaaaaaa").ShouldBe(JobId.Of("desk-1", "aaaaaaaaaaaaaaaa"));
        JobId.Of("desk-1", "aaaaaaaaaaaaaaaa").ShouldNotBe(JobId.Of("desk-2", "aaaaaaaaaaaaaaaa"));
        JobId.Of("desk-1", "aaaaaaaaaaaaaaaa").ShouldNotBe(JobId.Of("desk-1", "aaaaaaaaaaaaaaab"));
    }

    [Fact]
    public void An_id_survives_the_way_through_the_correlation_id()
    {
        for (var i = 0; i < 1000; i++)
        {
            var id = JobId.Of("desk-1", i.ToString());
            JobId.IsWellFormed(id).ShouldBeTrue(id);
            JobId.FromCorrelationId(JobId.ToCorrelationId(id)).ShouldBe(id);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("aaaaaaaaaaaaaaa")]
    [InlineData("aaaaaaaaaaaaaaaaa")]
    [InlineData("AAAAAAAAAAAAAAAA")]
    [InlineData("aaaaaaaaaaaaaaa1")]
    public void Anything_else_is_no_id(string? text) => JobId.IsWellFormed(text).ShouldBeFalse();
}
