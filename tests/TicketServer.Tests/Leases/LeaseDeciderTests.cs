using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.TicketServer.Access;
using TicketFlow.TicketServer.Leases;
using TicketFlow.TicketServer.Resources;

namespace TicketServer.Tests.Leases;

/// <summary>Who has what one user at a time uses (M-26): every message and deadline, each repeated.</summary>
public sealed class LeaseDeciderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    private static readonly ResourceEvent[] Free =
    [
        new ResourceRegistered("beamer", "projector", "", "none", 1, 1, null), new ExclusiveUseChosen("beamer", 4 * 3600),
    ];

    private static readonly LeaseGranted Annas =
        new("beamer", "anna1", "desk-1", "EXAMPLE", "anna", Now, Now.AddHours(2), Now.AddMinutes(5));

    [Fact]
    public void A_free_resource_is_had_for_the_time_wished() =>
        Ask(Free, Wish("anna1", "desk-1", "anna", TimeSpan.FromHours(2))).Events.ShouldBe([Annas]);

    [Fact]
    public void Nobody_has_it_longer_than_the_longest_lease_and_without_a_wish_so_long()
    {
        foreach (var wished in new TimeSpan?[] { null, TimeSpan.FromDays(3) })
        {
            Ask(Free, Wish("anna1", "desk-1", "anna", wished)).Events.ShouldBe([Annas with { Until = Now.AddHours(4) }]);
        }
    }

    [Fact]
    public void A_lease_shorter_than_a_silence_ends_by_itself() =>
        Ask(Free, Wish("anna1", "desk-1", "anna", TimeSpan.FromMinutes(1))).Events
            .ShouldBe([Annas with { Until = Now.AddMinutes(1), SilentAt = Now.AddMinutes(1) }]);

    [Fact]
    public void A_request_that_comes_again_records_nothing_and_is_not_refused_by_newer_rules()
    {
        var rules = new AdmissionRefusal(RefusalCodes.NotAllowed, "deny", "no", "no");
        var again = LeaseDecider.Ask(Fold([.. Free, Annas]), Wish("anna1", "desk-1", "anna"), rules);
        (again.Events.Count, again.Refusal).ShouldBe((0, null));
        var late = LeaseDecider.Ask(Fold([.. Free, Annas, Ended(LeaseEnds.Returned)]), Wish("anna1", "desk-1", "anna"), rules);
        (late.Events.Count, late.Refusal).ShouldBe((0, null), "it is no new lease");
    }

    [Fact]
    public void Somebody_else_is_told_who_has_it_until_when()
    {
        var decision = Ask([.. Free, Annas], Wish("bert1", "desk-2", "bert"));
        decision.Events.ShouldBeEmpty();
        decision.Refusal!.Code.ShouldBe(RefusalCodes.ResourceTaken);
        decision.Refusal.Text.ShouldContain("anna has 'beamer', until 2026-03-02 12:00 UTC");
        decision.Refusal.Text.ShouldNotContain("desk-1");
    }

    [Fact]
    public void Who_has_it_is_told_so() =>
        Ask([.. Free, Annas], Wish("anna2", "desk-1", "anna")).Refusal!.Text.ShouldContain("ticketflow release beamer");

    [Fact]
    public void What_the_rules_refuse_and_what_has_a_queue_is_not_leased()
    {
        LeaseDecider.Ask(Fold(Free), Wish("a", "desk-1", "anna"), new AdmissionRefusal(RefusalCodes.NotAllowed, "deny", "no", "no"))
            .Refusal!.Code.ShouldBe(RefusalCodes.NotAllowed);
        Ask([Free[0]], Wish("a", "desk-1", "anna")).Refusal!.Code.ShouldBe(RefusalCodes.ResourceQueued);
        Ask([.. Free, new QueuedUseChosen("beamer")], Wish("a", "desk-1", "anna")).Refusal!.Code.ShouldBe(RefusalCodes.ResourceQueued);
        LeaseDecider.Ask(null, Wish("a", "desk-1", "anna"), null).Events.ShouldBeEmpty();
    }

    [Fact]
    public void Its_user_gives_it_back_once_and_the_next_one_has_it()
    {
        var had = Fold([.. Free, Annas]);
        var ended = LeaseDecider.Return(had, "anna1", "desk-1", Now.AddMinutes(30)).ShouldHaveSingleItem();
        ended.ShouldBe(Ended(LeaseEnds.Returned));
        LeaseDecider.Return(Fold([.. Free, Annas, ended]), "anna1", "desk-1", Now.AddHours(1)).ShouldBeEmpty();
        Ask([.. Free, Annas, ended], Wish("bert1", "desk-2", "bert")).Events.ShouldHaveSingleItem().ShouldBeOfType<LeaseGranted>();
    }

    [Theory]
    [InlineData("anna1", "desk-2")]
    [InlineData("other", "desk-1")]
    public void Nobody_gives_back_what_somebody_else_has(string lease, string agent) =>
        LeaseDecider.Return(Fold([.. Free, Annas]), lease, agent, Now).ShouldBeEmpty();

    [Fact]
    public void A_deadline_ends_it_at_its_own_time_and_for_its_own_reason()
    {
        var had = Fold([.. Free, Annas]);
        LeaseDecider.Expire(had, "anna1", Now.AddMinutes(20)).ShouldBe(
            [Ended(LeaseEnds.Silent) with { To = Now.AddMinutes(20) }]);
        LeaseDecider.Expire(had, "anna1", Annas.Until).ShouldBe([Ended(LeaseEnds.Expired) with { To = Annas.Until }]);
        LeaseDecider.Expire(had, "older", Now.AddMinutes(20)).ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_pays_for_more_than_was_agreed_or_for_less_than_nothing()
    {
        var had = Fold([.. Free, Annas]);
        LeaseDecider.Return(had, "anna1", "desk-1", Now.AddHours(9)).ShouldBe([Ended(LeaseEnds.Returned) with { To = Annas.Until }]);
        LeaseDecider.Return(had, "anna1", "desk-1", Now.AddHours(-1)).ShouldBe([Ended(LeaseEnds.Returned) with { To = Now }]);
    }

    [Fact]
    public void An_operator_takes_away_the_lease_that_was_meant()
    {
        LeaseDecider.TakeAway(Fold([.. Free, Annas]), "anna1", Now.AddMinutes(30)).ShouldBe([Ended(LeaseEnds.TakenAway)]);
        LeaseDecider.TakeAway(Fold([.. Free, Annas]), "older", Now).ShouldBeEmpty();
    }

    private static LeaseEnded Ended(string reason) =>
        new("beamer", "anna1", "desk-1", "EXAMPLE", "anna", Now, Now.AddMinutes(30), reason);

    private static LeaseWish Wish(string lease, string agent, string user, TimeSpan? time = null) =>
        new(lease, agent, "EXAMPLE", user, time, Now, Silence);

    private static LeaseDecision Ask(ResourceEvent[] before, LeaseWish wish) => LeaseDecider.Ask(Fold(before), wish, null);

    private static ResourceState? Fold(ResourceEvent[] events) => events.Aggregate((ResourceState?)null, ResourceState.Evolve);
}
