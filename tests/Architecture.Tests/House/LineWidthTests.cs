namespace Architecture.Tests.House;

public sealed class LineWidthTests
{
    [Fact]
    public void No_line_is_wider_than_140() =>
        LineWidth.LinesAreNarrow(Repository.Sources).ShouldBeEmpty();

    [Fact]
    public void A_wide_line_is_noticed_unless_it_is_nothing_but_a_string()
    {
        var (wide, raw) = (new string('x', 141), "\"\"\"");
        LineWidth.LinesAreNarrow([new("a.cs", [new string('x', 140)])]).ShouldBeEmpty();
        LineWidth.LinesAreNarrow([new("a.cs", ["", wide])]).ShouldBe(["a.cs:2: 141 wide"]);
        LineWidth.LinesAreNarrow([new("a.cs", ["    // " + wide])]).ShouldHaveSingleItem();
        LineWidth.LinesAreNarrow([new("a.cs", [$"    $\"{wide}\","])]).ShouldBeEmpty();
        LineWidth.LinesAreNarrow([new("a.cs", ["const string sql = " + raw, wide, raw + ";"])]).ShouldBeEmpty();
        LineWidth.LinesAreNarrow([new("a.cs", ["const string sql = " + raw, "x", raw + ";", wide])]).ShouldHaveSingleItem();
    }
}
