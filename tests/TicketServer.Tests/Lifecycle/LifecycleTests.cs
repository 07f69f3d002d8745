using TicketFlow.TicketServer.Jobs;

namespace TicketServer.Tests.Lifecycle;

public sealed class LifecycleTests
{
    private static readonly JobLifecycleStateMachine Machine = new(TimeProvider.System, new JobTiming(), null!, null!);

    [Fact]
    public void Every_message_is_answered_or_ignored_in_every_state()
    {
        var events = Machine.Events.Where(e => !e.Name.Contains('.', StringComparison.Ordinal)).Select(e => e.Name).ToList();
        events.Count.ShouldBeGreaterThan(15);
        foreach (var phase in Enum.GetNames<JobPhase>())
        {
            events.ShouldAllBe(e => Machine.Table.Cells.ContainsKey(ValueTuple.Create(phase, e)));
        }
    }

    [Fact]
    public void The_machine_accepts_what_its_table_says()
    {
        foreach (var state in Machine.States.Where(s => Enum.TryParse<JobPhase>(s.Name, out _)))
        {
            var accepted = Machine.NextEvents(state).Select(e => e.Name).ToHashSet();
            Machine.Table.Cells.Keys.Where(cell => cell.State == state.Name).ShouldAllBe(cell => accepted.Contains(cell.Event), state.Name);
        }
    }

    [Fact]
    public void The_page_in_docs_is_the_one_the_code_writes()
    {
        var page = Path.Combine(Root(), "docs", "lifecycle.md");
        var written = LifecycleDocument.Write(Machine);
        if (Environment.GetEnvironmentVariable("TICKETFLOW_WRITE_DOCS") == "1")
        {
            File.WriteAllText(page, written);
        }

        File.ReadAllText(page).ShouldBe(written, "The machine has changed: write the page again, see its second line.");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "TicketFlow.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
