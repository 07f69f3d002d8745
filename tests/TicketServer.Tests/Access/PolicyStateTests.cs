using TicketFlow.TicketServer.Access;

namespace TicketServer.Tests.Access;

/// <summary>Facts, their common form, and taking them back.</summary>
public sealed class PolicyStateTests
{
    [Fact]
    public void Every_fact_has_a_stored_name_and_a_case_here() =>
        PolicyBuilder.EachKind.Select(f => f.GetType()).Distinct().ShouldBe(AccessEventTypes.Aliases.Keys, ignoreOrder: true);

    [Fact]
    public void Every_fact_survives_its_common_form() =>
        PolicyBuilder.EachKind.Select(f => PolicyEntry.Of(f).ToFact()).ShouldBe(PolicyBuilder.EachKind);

    [Fact]
    public void Saying_the_same_again_changes_nothing()
    {
        foreach (var fact in PolicyBuilder.EachKind)
        {
            PolicyState.Empty.Evolve(fact).Decide([fact]).ShouldBeEmpty(fact.ToString());
        }
    }

    [Fact]
    public void Random_changes_can_be_taken_back()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            AccessEvent[] facts = [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => RandomFact(random))];
            var cut = random.Next(facts.Length);
            var (before, after) = (Fold(facts[..cut]), Fold(facts));
            var back = after.FactsTowards(before, PolicySubjects.Drivers);
            var restored = back.Aggregate(after, (state, fact) => state.Evolve(fact));
            restored.Entries.OrderBy(e => e.Key).ShouldBe(before.Entries.OrderBy(e => e.Key), $"seed {seed}, round {round}");
        }
    }

    [Theory]
    [InlineData(@"EXAMPLE\Ana", @"user:example\ana")]
    [InlineData(@"user:EXAMPLE\ana", @"user:example\ana")]
    [InlineData("group:Domain Users", "group:domain users")]
    [InlineData("Everybody", "everybody")]
    [InlineData("ana", null)]
    [InlineData(@"a\b\c", null)]
    [InlineData(@"EXAMPLE\", null)]
    [InlineData("group:", null)]
    [InlineData(@"group:a\b", null)]
    [InlineData("EX\u0000AMPLE\\ana", null)]
    public void Principals_are_read_in_any_case(string text, string? principal) => Principal.Parse(text).ShouldBe(principal);

    private static PolicyState Fold(AccessEvent[] facts) => facts.Aggregate(PolicyState.Empty, (state, fact) => state.Evolve(fact));

    private static AccessEvent RandomFact(Random random)
    {
        var (driver, version) = ("d" + random.Next(3), random.Next(2) == 0 ? null : random.Next(3).ToString());
        return random.Next(6) switch
        {
            0 => new DriverMinimumSet(driver, version),
            1 => new DriverBlocked(driver, version, random.Next(2) == 0 ? null : "why" + random.Next(2)),
            2 => new DriverUnblocked(driver, version),
            3 => new DriverCertified(driver, version),
            4 => new DriverDecertified(driver, version),
            _ => new CertifiedDriversDemanded(random.Next(2) == 0),
        };
    }
}
