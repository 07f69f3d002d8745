namespace Architecture.Tests.House;

public sealed class SourceRulesTests
{
    private static readonly IReadOnlyList<SourceFile> House = Repository.Sources;

    [Fact]
    public void The_sources_were_found() => House.ShouldContain(f => f.Path == "contracts/TicketFlow.Contracts/Agents/AgentTopology.cs");

    [Fact]
    public void No_file_is_longer_than_300_lines() => SourceRules.FilesAreShort(House).ShouldBeEmpty();

    [Fact]
    public void No_program_is_longer_than_40_lines() => SourceRules.ProgramsAreThin(House).ShouldBeEmpty();

    [Fact]
    public void No_type_has_a_name_that_says_nothing() => SourceRules.NamesSayWhatAThingIs(House).ShouldBeEmpty();

    [Fact]
    public void No_warning_is_silenced_without_a_reason() => SourceRules.WarningsAreNotSilenced(House).ShouldBeEmpty();

    [Fact]
    public void A_long_file_and_a_thick_program_are_noticed()
    {
        SourceRules.FilesAreShort([File("a.cs", 300)]).ShouldBeEmpty();
        SourceRules.FilesAreShort([File("a.cs", 301)]).ShouldHaveSingleItem();
        SourceRules.ProgramsAreThin([File("x/Program.cs", 40), File("x/Other.cs", 41)]).ShouldBeEmpty();
        SourceRules.ProgramsAreThin([File("x/Program.cs", 41)]).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("internal sealed class Queue" + "Manager", true)]
    [InlineData("public static class Json" + "Utils;", true)]
    [InlineData("internal sealed record struct Row" + "Base(int A);", true)]
    [InlineData("    public interface IQueue" + "Helper", true)]
    [InlineData("// the class Queue" + "Manager of old", false)]
    [InlineData("internal sealed class Database", false)]
    [InlineData("internal sealed class ManagerOfPrinters", false)]
    public void A_vague_name_is_noticed(string line, bool noticed) =>
        SourceRules.NamesSayWhatAThingIs([new("a.cs", [line])]).Any().ShouldBe(noticed);

    [Fact]
    public void A_silenced_warning_is_noticed()
    {
        SourceRules.WarningsAreNotSilenced([new("a.cs", ["#pragma warning disable X1 // the wire wants it"])]).ShouldBeEmpty();
        SourceRules.WarningsAreNotSilenced([new("a.cs", ["// The wire wants it.", "#pragma warning disable X1"])]).ShouldBeEmpty();
        SourceRules.WarningsAreNotSilenced([new("a.cs", ["x();", "#pragma warning disable X1"])]).ShouldHaveSingleItem();
    }

    private static SourceFile File(string path, int lines) => new(path, [.. Enumerable.Repeat("", lines)]);
}
