using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Tests.Service;

public sealed class LocalScopeTests
{
    [Theory]
    [InlineData("ana", false, true)]
    [InlineData("ben", false, false)]
    [InlineData("Ana", false, false)]
    [InlineData(null, false, false)]
    [InlineData("root", true, true)]
    public void A_job_is_shown_to_its_user_and_to_those_who_see_all(string? user, bool all, bool shown) =>
        new LocalScope(user, all).MaySee(JobState.None with { User = "ana" }).ShouldBe(shown);

    [Fact]
    public void Sharing_is_refused_where_users_cannot_be_told_apart() =>
        AgentOptionsCheck.FaultsOf(new AgentOptions { Home = "/h", Socket = "/s", Shared = true }).Count
            .ShouldBe(LocalUser.CanProve ? 0 : 1);
}
