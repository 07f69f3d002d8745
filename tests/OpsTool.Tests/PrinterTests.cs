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

    [Theory]
    [InlineData("raw", "192.0.2.7:9100?pjl", "--address", "192.0.2.7:9100", "--pjl")]
    [InlineData("lpd", "lpd://192.0.2.8/raw", "--address", "192.0.2.8", "--mechanism", "lpd", "--queue", "raw")]
    [InlineData("lpd", "lpd://192.0.2.8:1515/raw?order=data&reserve", "--address", "lpd://192.0.2.8:1515/raw?order=data&reserve")]
    [InlineData("ipps", "ipps://192.0.2.9/ipp/print", "--address", "192.0.2.9", "--mechanism", "ipps")]
    [InlineData("folder", "/srv/in", "--address", "/srv/in", "--mechanism", "folder")]
    public async Task A_printer_is_added_with_its_mechanism_and_address(string mechanism, string address, params string[] arguments)
    {
        var name = $"place-{Guid.NewGuid():N}";
        await site.DoAsync(["printer", "add", name, .. arguments]);
        var row = (await site.JsonAsync("printer", "list")).Single(row => row.GetProperty("name").GetString() == name);
        (row.GetProperty("mechanism").GetString(), row.GetProperty("address").GetString()).ShouldBe((mechanism, address));
    }

    [Fact]
    public async Task A_printer_keeps_its_mechanism_when_only_the_address_changes()
    {
        await site.DoAsync("printer", "add", "hall-11", "--address", "192.0.2.11", "--mechanism", "ipp");
        await site.DoAsync("printer", "change", "hall-11", "--address", "192.0.2.12");
        var row = (await site.JsonAsync("printer", "list")).Single(row => row.GetProperty("name").GetString() == "hall-11");
        row.GetProperty("address").GetString().ShouldBe("ipp://192.0.2.12/ipp/print");
    }

    [Theory]
    [InlineData("needs a queue", "--address", "192.0.2.8", "--mechanism", "lpd")]
    [InlineData("needs a queue", "--address", "lpd://192.0.2.8/a%0Ab")]
    [InlineData("--queue goes with", "--address", "192.0.2.8:9100", "--queue", "lp")]
    [InlineData("--pjl goes with raw", "--address", "ipp://192.0.2.8/", "--pjl")]
    [InlineData("does not go with --mechanism lpd", "--address", "ipp://192.0.2.8/", "--mechanism", "lpd")]
    public async Task A_place_that_makes_no_sense_is_refused(string sentence, params string[] arguments)
    {
        var outcome = await site.RunAsync(["printer", "add", "senseless", .. arguments]);
        outcome.ExitCode.ShouldBe(1, outcome.ToString());
        outcome.Error.ShouldContain(sentence);
    }
}
