namespace OpsTool.Tests;

[Collection(OpsSite.Name)]
public sealed class PrinterTests(OpsSite site)
{
    [Fact]
    public async Task A_printer_is_added_once_changed_and_listed()
    {
        (await site.DoAsync("printer", "add", "Hall-9", "--address", "192.0.2.9:9100", "--slots", "2")).ShouldContain("hall-9: added");
        (await site.DoAsync("printer", "add", "hall-9", "--address", "192.0.2.9:9100", "--slots", "2")).ShouldContain("nothing to change");
        (await site.DoAsync("printer", "change", "hall-9", "--address", "192.0.2.10:9100", "--location", "first floor")).ShouldContain(
            "changed");
        var row = (await site.JsonAsync("printer", "list")).Single(row => row.GetProperty("name").GetString() == "hall-9");
        (row.GetProperty("address").GetString(), row.GetProperty("location").GetString()).ShouldBe(("192.0.2.10:9100", "first floor"));
        (await site.DoAsync("printer", "list")).ShouldContain("hall-9");
        var stream = await site.JsonAsync("stream", "show", "resource-hall-9");
        stream.Select(e => e.GetProperty("type").GetString()).ShouldBe(["resource_registered", "resource_changed"]);
        stream[0].GetProperty("actor").GetString().ShouldStartWith("operator:");
    }

    [Theory]
    [InlineData(1, "cannot be a printer's name", "printer", "add", "a b", "--address", "192.0.2.9:9100")]
    [InlineData(1, "is no address", "printer", "add", "x", "--address", "192.0.2.9")]
    [InlineData(1, "--slots must be", "printer", "add", "x", "--address", "192.0.2.9:9100", "--slots", "0")]
    [InlineData(3, "There is no printer 'nowhere'", "printer", "change", "nowhere", "--address", "192.0.2.9:9100")]
    [InlineData(3, "There is no printer 'nowhere'", "queue", "pause", "nowhere")]
    [InlineData(3, "There is no printer 'nowhere'", "queue", "show", "nowhere")]
    [InlineData(3, "There is no printer 'nowhere'", "access", "deny", "nowhere", "everybody")]
    [InlineData(3, "There is no stream", "stream", "show", "resource-nowhere")]
    public async Task What_cannot_be_is_said_in_a_sentence(int exitCode, string sentence, params string[] arguments)
    {
        var outcome = await site.RunAsync(arguments);
        outcome.ExitCode.ShouldBe(exitCode, outcome.ToString());
        outcome.Error.ShouldContain(sentence);
        outcome.Output.ShouldBeEmpty();
    }
}
