using TicketFlow.Agent.Desktop;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>What the agent knows of the desktop's queues after a restart.</summary>
public sealed class DesktopMemoryTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("tf-memory-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void What_a_queue_was_made_from_and_what_is_owed_to_it_survives_a_restart()
    {
        var owed = new Dictionary<string, string> { ["Duplex"] = "DuplexTumble" };
        Memory().Change(facts => facts with
        {
            Learned = new Dictionary<string, LearnedQueue> { ["Office"] = new("abc", null, owed) },
        });
        var learned = Memory().Facts.LearnedOf("OFFICE").ShouldNotBeNull();
        (learned.Print, learned.Defaults).ShouldBe(("abc", null));
        learned.Owed.ShouldBe(owed);
    }

    [Fact]
    public void The_memory_of_an_older_agent_is_read()
    {
        var memory = Memory();
        File.WriteAllText(
            Path.Combine(memory.Directory, "desktop.json"),
            """{"Installed":true,"Port":6310,"Printers":[],"Queues":{"office":"office"}}""");
        var facts = Memory().Facts;
        (facts.Installed, facts.Port, facts.Queues.Count).ShouldBe((true, 6310, 1));
        facts.LearnedOf("office").ShouldBeNull();
    }

    private DesktopMemory Memory() => new(new AgentOptions { Home = _home });
}
