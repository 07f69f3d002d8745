using TicketFlow.TicketServer.Access;

namespace TicketServer.Tests.Access;

/// <summary>The size to design for: 20,000 printers with lists, 10,000 users in groups.</summary>
public sealed class AccessSizeTests
{
    [Fact]
    public void A_house_of_20_000_printers_and_10_000_users_is_judged_right()
    {
        var groups = Enumerable.Range(0, 200).Select(g => (AccessEvent)new GroupMemberAdded("all", $"group:g{g}"));
        var members = Enumerable.Range(0, 10_000).Select(u => (AccessEvent)new GroupMemberAdded("g" + (u % 200), $@"user:example\u{u}"));
        var lists = Enumerable.Range(0, 20_000).Select(p => (AccessEvent)new AccessAllowed("p" + p, $"group:g{p % 200}"));
        var policy = PolicyBuilder.Given([.. groups, .. members, .. lists]);
        for (var u = 0; u < 10_000; u++)
        {
            AccessRules.Permits(policy, false, "EXAMPLE", "u" + u, "p" + u).IsAllowed.ShouldBeTrue();
            AccessRules.Permits(policy, true, "EXAMPLE", "u" + u, "p" + (u + 1)).IsAllowed.ShouldBeFalse();
        }

        policy.GroupsOf(@"user:example\u7").ShouldBe(["group:g7", "group:all"], ignoreOrder: true);
    }
}
