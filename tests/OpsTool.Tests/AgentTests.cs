using System.Text.Json;

namespace OpsTool.Tests;

[Collection(OpsSite.Name)]
public sealed class AgentTests(OpsSite site)
{
    [Fact]
    public async Task An_agent_is_enrolled_with_a_private_file_and_removed()
    {
        var folder = Directory.CreateTempSubdirectory("tf-ops-");
        var id = $"desk-{Guid.NewGuid():n}"[..20];
        var file = Path.Combine(folder.FullName, "credentials.json");
        var said = await site.DoAsync("agent", "enrol", id, "--credentials", file);
        var credentials = JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement;
        credentials.GetProperty("agent").GetString().ShouldBe(id);
        credentials.GetProperty("broker").GetString().ShouldStartWith("amqp://127.0.0.1:");
        said.ShouldNotContain(credentials.GetProperty("password").GetString()!);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (await site.DoAsync("agent", "remove", id)).ShouldContain("removed");
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Agents_are_listed_and_those_whose_identity_two_share_on_their_own()
    {
        await using var stored = new OddEvents(site, "agent-listed-");
        const string Start = """{"start":"a1","previous":[],"address":"192.0.2.2","clientVersion":"0.1.0"}""";
        await stored.StoreAsync("alone", 1, "agent_started", Start);
        await stored.StoreAsync("shared", 1, "agent_started", Start);
        await stored.StoreAsync("shared", 2, "agent_forked", """{"address":"192.0.2.3","otherAddress":"192.0.2.2"}""");
        await stored.StoreAsync("shared", 3, "agent_started", """{"address":"192.0.2.3","clientVersion":"0.2.0"}""");

        var all = await site.JsonAsync("agent", "list");
        all.Single(row => row.GetProperty("agent").GetString() == "listed-alone").GetProperty("address").GetString().ShouldBe("192.0.2.2");
        var twins = (await site.JsonAsync("agent", "list", "--forked")).ShouldHaveSingleItem();
        (twins.GetProperty("agent").GetString(), twins.GetProperty("version").GetString()).ShouldBe(("listed-shared", "0.2.0"));
        (await site.DoAsync("agent", "list", "--forked")).ShouldContain("192.0.2.3");
    }

    [Fact]
    public async Task An_id_that_cannot_be_one_has_a_code_and_writes_no_file()
    {
        var outcome = await site.RunAsync("agent", "enrol", "Desk 1", "--credentials", "/nowhere/credentials.json");
        (outcome.ExitCode, outcome.Error.Contains("agent-id-invalid", StringComparison.Ordinal)).ShouldBe((1, true), outcome.ToString());
    }

    [Fact]
    public async Task Refused_messages_are_listed_as_json()
    {
        await site.System.Database.ExecuteAsync(
            "insert into ticketflow.refused_message (at, agent, code, reason, type, bytes, body) "
            + "values (now(), 'desk-1', 'message-malformed', 'no JSON', 'TR1', 1, '{')");
        var row = (await site.JsonAsync("message", "refused", "--last", "1")).ShouldHaveSingleItem();
        (row.GetProperty("agent").GetString(), row.GetProperty("code").GetString()).ShouldBe(("desk-1", "message-malformed"));
        (await site.DoAsync("message", "refused")).ShouldContain("message-malformed: no JSON");
    }
}
