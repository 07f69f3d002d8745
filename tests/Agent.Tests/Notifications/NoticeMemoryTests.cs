using TicketFlow.Cli.Notices;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Tests.Notifications;

/// <summary>What a session's user has been told.</summary>
public sealed class NoticeMemoryTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    private readonly string _directory = Directory.CreateTempSubdirectory("tf-notices-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_had_ended_before_the_session_is_old_news_and_an_open_question_is_not()
    {
        var memory = Memory();
        var (old, later, asks) = (Ended("old", -1), Ended("later", 1), Asks("asks", -60));
        memory.New([old, later, asks]).ShouldBe([later, asks]);
    }

    [Fact]
    public void What_was_told_is_not_told_again_by_the_next_program_of_the_session()
    {
        var memory = Memory();
        memory.Note([Ended("a", 1)]);
        memory.New([Ended("a", 1), Ended("b", 1)]).ShouldBe([Ended("b", 1)]);
        var next = Memory(minutes: 30);
        next.New([Ended("a", 1), Ended("b", 1)]).ShouldBe([Ended("b", 1)], "it ended since the session's first start");
        Memory(minutes: 30, session: "another").New([Ended("b", 1)]).ShouldBeEmpty("another session, another start");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no date\na ended 1")]
    public void A_damaged_memory_is_a_new_one(string content)
    {
        Memory();
        var file = Directory.EnumerateFiles(_directory).ShouldHaveSingleItem();
        File.WriteAllText(file, content);
        Memory(minutes: 2).New([Ended("a", 1), Ended("b", 3)]).ShouldBe([Ended("b", 3)]);
    }

    [Fact]
    public void Without_a_private_directory_it_remembers_as_long_as_it_lives()
    {
        var memory = new NoticeMemory(null, "1", Start);
        memory.Note([Ended("a", 1)]);
        memory.New([Ended("a", 1), Ended("b", 1)]).ShouldBe([Ended("b", 1)]);
    }

    [Fact]
    public void It_does_not_grow_without_bound()
    {
        var memory = Memory();
        memory.Note([.. Enumerable.Range(0, 2500).Select(number => Ended($"k{number}", 1))]);
        memory.New([Ended("k2499", 1)]).ShouldBeEmpty();
        File.ReadLines(Directory.EnumerateFiles(_directory).Single()).Count().ShouldBe(2001);
    }

    private NoticeMemory Memory(int minutes = 0, string session = "5f3a") => new(_directory, session, Start.AddMinutes(minutes));

    private static LocalJob Ended(string key, int minutes) => Job(key) with
    {
        State = JobStates.Failed,
        EndedAt = Start.AddMinutes(minutes),
        Ended = true,
    };

    private static LocalJob Asks(string key, int minutes) =>
        Job(key) with { Question = new LocalQuestion("printer-stopped", "office has stopped.", "office", Start.AddMinutes(minutes)) };

    private static LocalJob Job(string key) => new(
        key, "j" + key, JobStates.Waiting, "office", "title", "ana", 10, 0, 1, null, null, null, null, Start, null, false);
}
