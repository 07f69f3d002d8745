using TicketFlow.TicketServer.Access;

namespace TicketServer.Tests.Access;

/// <summary>Random groups and lists against a second, slow and simple reading of the rules.</summary>
public sealed class AccessPropertyTests
{
    [Fact]
    public void Random_policies_are_judged_as_a_naive_reading_judges_them()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < 2000; round++)
        {
            var facts = Enumerable.Range(0, random.Next(40)).Select(_ => RandomFact(random)).ToList();
            var policy = PolicyBuilder.Given(facts);
            var allowByDefault = random.Next(2) == 0;
            for (var user = 0; user < 4; user++)
            {
                var answer = AccessRules.Permits(policy, allowByDefault, "Example", "U" + user, "hall");
                answer.IsAllowed.ShouldBe(
                    NaivelyAllowed(facts, allowByDefault, $@"user:example\u{user}"),
                    $"seed {seed}, round {round}, user {user}: {answer.Rule}");
            }
        }
    }

    [Fact]
    public void Replacing_subjects_one_by_one_gives_the_same_as_reading_all_anew()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var (facts, states, snapshot) = (new List<AccessEvent>(), new Dictionary<string, PolicyState>(), AccessSnapshot.Empty);
        for (var step = 0; step < 3000; step++)
        {
            var fact = RandomFact(random);
            facts.Add(fact);
            var subject = PolicyEntry.Of(fact).Subject;
            states[subject] = states.GetValueOrDefault(subject, PolicyState.Empty).Evolve(fact);
            snapshot = snapshot.With(subject, states[subject].Entries);
            if (step % 50 == 0)
            {
                var anew = PolicyBuilder.Given(facts);
                foreach (var user in Enumerable.Range(0, 4).Select(u => $@"user:example\u{u}"))
                {
                    snapshot.GroupsOf(user).ShouldBe(anew.GroupsOf(user), ignoreOrder: true, $"seed {seed}, step {step}");
                }
            }
        }
    }

    private static AccessEvent RandomFact(Random random)
    {
        var who = random.Next(9) switch
        {
            < 4 and var u => $@"user:example\u{u}",
            < 8 and var g => $"group:g{g - 4}",
            _ => "everybody",
        };
        var group = "g" + random.Next(4);
        return random.Next(8) switch
        {
            0 => new AccessAllowed("hall", who),
            1 => new AccessDenied("hall", who),
            2 => new AccessForgotten("hall", who),
            < 7 when who != "everybody" => new GroupMemberAdded(group, who),
            _ => new GroupMemberRemoved(group, who),
        };
    }

    private static bool NaivelyAllowed(List<AccessEvent> facts, bool allowByDefault, string user)
    {
        var last = new Dictionary<(string, string), AccessEvent>();
        foreach (var fact in facts)
        {
            last[fact switch
            {
                AccessAllowed e => ("", e.Principal),
                AccessDenied e => ("", e.Principal),
                AccessForgotten e => ("", e.Principal),
                GroupMemberAdded e => (e.Group, e.Member),
                GroupMemberRemoved e => (e.Group, e.Member),
                _ => throw new InvalidOperationException(),
            }] = fact;
        }

        var standing = last.Values.ToList();
        bool IsIn(string principal, HashSet<string> seen) => principal == user || principal == "everybody" || (seen.Add(principal)
            && standing.OfType<GroupMemberAdded>().Any(m => "group:" + m.Group == principal && IsIn(m.Member, seen)));
        return !standing.OfType<AccessDenied>().Any(d => IsIn(d.Principal, []))
            && (standing.OfType<AccessAllowed>().Any(a => IsIn(a.Principal, []))
                || (!standing.OfType<AccessAllowed>().Any() && allowByDefault));
    }
}
