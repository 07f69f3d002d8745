using TicketFlow.Contracts.Errors;
using TicketFlow.TicketServer.Access;

namespace TicketServer.Tests.Access;

/// <summary>Each check with its code and its rule.</summary>
public sealed class AccessRulesTests
{
    private static readonly ResourceFacts Hall = new("hall", Enabled: true, Accepting: true, Stopped: false);

    [Fact]
    public void Without_rules_the_default_holds()
    {
        Ask([]).ShouldBeNull();
        var refusal = Ask([], allowByDefault: false).ShouldNotBeNull();
        (refusal.Code, refusal.Rule).ShouldBe((RefusalCodes.NotAllowed, "default deny"));
    }

    [Theory]
    [InlineData(@"allow EXAMPLE\Ana", true, @"allow user:example\ana on hall")]
    [InlineData(@"allow EXAMPLE\ben", false, "not on the allow list of hall")]
    [InlineData(@"allow OTHER\ana", false, "not on the allow list of hall")]
    [InlineData("allow group:Staff", true, "allow group:staff on hall")]
    [InlineData("allow group:house", true, "allow group:house on hall")]
    [InlineData("allow group:guests", false, "not on the allow list of hall")]
    [InlineData("allow everybody", true, "allow everybody on hall")]
    [InlineData(@"deny example\ANA", false, @"deny user:example\ana on hall")]
    [InlineData("deny group:house", false, "deny group:house on hall")]
    [InlineData("deny group:guests", true, "default allow")]
    [InlineData(@"allow EXAMPLE\ana, deny group:house", false, "deny group:house on hall")]
    [InlineData(@"allow group:staff, deny EXAMPLE\ana", false, @"deny user:example\ana on hall")]
    [InlineData(@"allow EXAMPLE\ana, deny everybody", false, "deny everybody on hall")]
    [InlineData("allow everybody, deny group:guests", true, "allow everybody on hall")]
    public void Lists_of_users_and_groups_decide_and_deny_wins(string lists, bool isAllowed, string rule)
    {
        var policy = PolicyBuilder.Given(
            [new GroupMemberAdded("staff", @"user:example\ana"), new GroupMemberAdded("house", "group:staff"), .. Lists(lists)]);
        AccessRules.Permits(policy, allowByDefault: true, "EXAMPLE", "ana", "hall").ShouldBe(new Permission(isAllowed, rule));
    }

    [Fact]
    public void Lists_are_more_specific_than_the_default()
    {
        AccessEvent[] facts = [new AccessAllowed("hall", @"user:example\ana")];
        Ask(facts, allowByDefault: false).ShouldBeNull();
        Ask([new AccessDenied("hall", @"user:example\ben")], allowByDefault: false)!.Rule.ShouldBe("default deny");
    }

    [Fact]
    public void Groups_that_contain_each_other_are_harmless()
    {
        var policy = PolicyBuilder.Given(
            new GroupMemberAdded("a", "group:b"), new GroupMemberAdded("b", "group:c"), new GroupMemberAdded("c", "group:a"),
            new GroupMemberAdded("a", "group:a"), new GroupMemberAdded("c", @"user:example\ana"));
        policy.GroupsOf(@"user:example\ana").ShouldBe(["group:a", "group:b", "group:c"], ignoreOrder: true);
        policy.GroupsOf(@"user:example\ben").ShouldBeEmpty();
    }

    [Fact]
    public void A_rule_that_was_forgotten_decides_nothing() =>
        Ask([new AccessDenied("hall", "everybody"), new AccessForgotten("hall", "everybody")]).ShouldBeNull();

    [Theory]
    [InlineData(false, true, false, RefusalCodes.PrinterDisabled, "disable hall")]
    [InlineData(true, false, false, RefusalCodes.PrinterNotAccepting, "drain hall")]
    [InlineData(true, true, true, RefusalCodes.PrinterStopped, "stopped hall")]
    public void A_move_goes_only_to_a_printer_that_works(bool enabled, bool accepting, bool stopped, string code, string rule)
    {
        var facts = new ResourceFacts("hall", enabled, accepting, stopped);
        var question = new AccessQuestion("EXAMPLE", "ana", "hall", facts, null);
        var refusal = AccessRules.Evaluate(AccessSnapshot.Empty, true, question).ShouldNotBeNull();
        (refusal.Code, refusal.Rule).ShouldBe((code, rule));
        refusal.HelpdeskText.ShouldContain("hall");
    }

    [Fact]
    public void A_new_job_may_wait_at_a_printer_that_has_stopped() => Ask([], resource: Hall with { Stopped = true }).ShouldBeNull();

    [Fact]
    public void A_new_job_does_not_go_to_a_printer_out_of_service_or_draining()
    {
        Ask([], resource: Hall with { Enabled = false })!.Code.ShouldBe(RefusalCodes.PrinterDisabled);
        Ask([], resource: Hall with { Accepting = false })!.Code.ShouldBe(RefusalCodes.PrinterNotAccepting);
    }

    [Fact]
    public void A_user_who_may_not_print_is_not_told_about_the_printer_s_state() =>
        Ask([new AccessDenied("hall", "everybody")], resource: Hall with { Enabled = false })!.Code.ShouldBe(RefusalCodes.NotAllowed);

    [Fact]
    public void A_printer_nobody_knows_is_refused_by_name()
    {
        var question = new AccessQuestion("EXAMPLE", "ana", "cellar", null, null);
        var refusal = AccessRules.Evaluate(AccessSnapshot.Empty, true, question).ShouldNotBeNull();
        refusal.Code.ShouldBe(RefusalCodes.PrinterUnknown);
        refusal.Text.ShouldContain("'cellar'");
    }

    private static AdmissionRefusal? Ask(AccessEvent[] facts, bool allowByDefault = true, ResourceFacts? resource = null) =>
        AccessRules.Evaluate(
        PolicyBuilder.Given(facts), allowByDefault,
        new AccessQuestion("EXAMPLE", "ana", "Hall", resource ?? Hall, new ClientFacts("1.0", "Linux 6.1", "none")));

    private static IEnumerable<AccessEvent> Lists(string text) => text.Split(", ").Select(rule => rule.Split(' ', 2)).Select(rule =>
        rule[0] == "allow"
            ? (AccessEvent)new AccessAllowed("hall", Principal.Parse(rule[1])!)
            : new AccessDenied("hall", Principal.Parse(rule[1])!));
}
