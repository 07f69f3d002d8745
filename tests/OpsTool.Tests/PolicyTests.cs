using System.Text.Json;

namespace OpsTool.Tests;

/// <summary>access, group, client-version, driver.</summary>
[Collection(OpsSite.Name)]
public sealed class PolicyTests(OpsSite site)
{
    private string Printer => site.System.PrinterNames[2];

    [Fact]
    public async Task Access_is_given_shown_told_and_taken_back()
    {
        (await site.DoAsync("access", "deny", Printer, "group:guests", @"EXAMPLE\mallory")).ShouldContain("is denied");
        (await site.DoAsync("access", "deny", Printer, "group:guests")).ShouldContain("nothing to change");
        (await Rules("access", "show", Printer)).ShouldBe(["deny group:guests", @"deny user:example\mallory"], ignoreOrder: true);
        (await site.DoAsync("access", "forget", Printer, "group:guests")).ShouldContain("no rule");
        (await Rules("access", "show", Printer)).ShouldBe([@"deny user:example\mallory"]);
        await site.DoAsync("access", "undo", Printer);
        (await Rules("access", "show", Printer)).Count.ShouldBe(2);
        var history = await site.JsonAsync("access", "history", Printer);
        history.Count.ShouldBeGreaterThanOrEqualTo(4);
        history[0].GetProperty("actor").GetString().ShouldStartWith("operator:");
        await site.DoAsync("access", "forget", Printer, "group:guests", @"EXAMPLE\mallory");
        (await site.DoAsync("access", "show", Printer)).ShouldContain("no lists");

        async Task<IReadOnlyList<string>> Rules(params string[] arguments) =>
            [.. (await site.JsonAsync(arguments)).Select(row => $"{Text(row, "rule")} {Text(row, "who")}")];
    }

    [Fact]
    public async Task Groups_grow_shrink_and_are_listed()
    {
        (await site.DoAsync("group", "add", "Staff", @"EXAMPLE\ana", "group:interns")).ShouldContain("is a member");
        var members = (await site.JsonAsync("group", "list", "staff")).Select(row => Text(row, "member"));
        members.ShouldBe([@"user:example\ana", "group:interns"], ignoreOrder: true);
        await site.DoAsync("group", "remove", "staff", "group:interns");
        (await site.JsonAsync("group", "list")).Single(row => Text(row, "group") == "staff").GetProperty("members").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task Client_versions_are_set_and_lifted()
    {
        await site.DoAsync("client-version", "set", "windows", "--minimum", "1.2", "--recommended", "1.4");
        var row = (await site.JsonAsync("client-version", "show")).Single(row => Text(row, "system") == "windows");
        (Text(row, "minimum"), Text(row, "recommended")).ShouldBe(("1.2", "1.4"));
        await site.DoAsync("client-version", "set", "windows", "--minimum", "none", "--recommended", "none");
        (await site.DoAsync("client-version", "show")).ShouldContain("Any client version will do.");
    }

    [Fact]
    public async Task Drivers_are_blocked_with_a_reason_certified_and_released()
    {
        await site.DoAsync("driver", "block", "acme-pcl6", "3.1", "--reason", "prints blank pages");
        await site.DoAsync("driver", "minimum", "acme-pcl6", "3.0");
        await site.DoAsync("driver", "certify", "acme-pcl6", "3.2");
        var rules = (await site.JsonAsync("driver", "show")).Select(row => row.GetRawText()).ToList();
        rules.ShouldContain(rule => rule.Contains("blocked") && rule.Contains("prints blank pages"));
        rules.ShouldContain(rule => rule.Contains("certified") && rule.Contains("3.2"));
        await site.DoAsync("driver", "unblock", "acme-pcl6", "3.1");
        (await site.DoAsync("driver", "show")).ShouldNotContain("blank");
    }

    [Theory]
    [InlineData("names nobody", "access", "allow", "printer-00002", "EXAMPLE")]
    [InlineData("cannot be a member", "group", "add", "staff", "everybody")]
    [InlineData("is no version", "client-version", "set", "linux", "--minimum", "new")]
    [InlineData("Say what to set", "client-version", "set", "linux")]
    [InlineData("is no version", "driver", "minimum", "acme-pcl6", "latest")]
    public async Task A_rule_that_is_written_wrongly_is_refused_and_changes_nothing(string sentence, params string[] arguments)
    {
        var outcome = await site.RunAsync(arguments);
        outcome.ExitCode.ShouldBe(1, outcome.ToString());
        outcome.Error.ShouldContain(sentence);
        outcome.Output.ShouldBeEmpty();
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();
}
