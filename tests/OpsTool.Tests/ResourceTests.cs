using System.Globalization;

namespace OpsTool.Tests;

/// <summary>What one user at a time has, from the operator's command to the user's agent and back (M-26).</summary>
[Collection(OpsSite.Name)]
public sealed class ResourceTests(OpsSite site)
{
    [Fact]
    public async Task It_is_added_leased_shown_in_the_past_taken_away_and_given_back()
    {
        var agent = site.System.Agents[0];
        (await site.DoAsync("resource", "add", "Beamer-1", "--kind", "projector", "--longest", "4h")).ShouldContain("beamer-1: added");
        (await site.DoAsync("resource", "add", "beamer-1", "--kind", "projector", "--longest", "4h")).ShouldContain("nothing to change");
        (await HolderAsync()).ShouldBeNull();
        (await site.RunAsync("resource", "take-away", "beamer-1")).Output.ShouldContain("nobody has it");
        var before = await MomentAsync();

        var lease = (await agent.LeaseAsync("beamer-1", seconds: 3600)).ShouldNotBeNull();
        (await HolderAsync()).ShouldBe($"{Environment.MachineName}\\{lease.User}");
        var during = await MomentAsync();
        (await site.RunAsync("resource", "queued", "beamer-1")).Error.ShouldContain("take-away beamer-1");

        (await site.DoAsync("resource", "take-away", "beamer-1")).ShouldContain("taken away from");
        await Eventually.TrueAsync(async () => (await agent.LeasesAsync()).Leases.Count == 0, "the agent knows it");
        await Eventually.TrueAsync(
            async () => (await agent.LeasesAsync()).Resources?.Any(r => r.Name == "beamer-1" && r.State == "free") is true, "it is free");
        (await agent.LeaseAsync("beamer-1")).ShouldNotBeNull();
        (await agent.ReleaseAsync("beamer-1")).ShouldBeTrue();
        (await agent.ReleaseAsync("beamer-1")).ShouldBeFalse("it is given back already");
        await Eventually.TrueAsync(async () => await HolderAsync() is null, "it is free");

        (await site.DoAsync("at", before, "queue", "beamer-1")).ShouldContain("in service, health unknown, free");
        (await site.DoAsync("at", during, "queue", "beamer-1")).ShouldContain($"\\{lease.User} at {agent.Id} had it since ");
        (await site.DoAsync("verify", "queue")).ShouldContain("0 differences");
        (await site.JsonAsync("stream", "show", "resource-beamer-1")).Select(e => e.GetProperty("type").GetString()).ShouldBe(
        [
            "resource_registered", "monitoring_chosen", "exclusive_use_chosen", "lease_granted", "lease_ended", "lease_granted",
            "lease_ended",
        ]);
    }

    [Fact]
    public async Task A_queue_is_taken_away_and_given_back_only_when_nobody_is_in_it()
    {
        await site.DoAsync("printer", "add", "plotter-1", "--address", "192.0.2.77:9100");
        await site.DoAsync("queue", "pause", "plotter-1");
        var job = await site.QueueJobAsync("plotter-1", "in the way");
        (await site.RunAsync("resource", "exclusive", "plotter-1")).Error.ShouldContain("1 jobs are in the queue");
        await site.DoAsync("job", "interrupt", job);
        (await site.DoAsync("resource", "exclusive", "plotter-1", "--longest", "30m")).ShouldContain("00:30:00");
        (await site.DoAsync("resource", "exclusive", "plotter-1", "--longest", "30m")).ShouldContain("nothing to change");
        (await site.DoAsync("resource", "queued", "plotter-1")).ShouldContain("has a queue");
    }

    [Fact]
    public async Task A_lease_outlives_a_killed_server_and_what_was_given_back_meanwhile_is_free_when_it_is_back()
    {
        var agent = site.System.Agents[0];
        await site.DoAsync("resource", "add", "writer-1", "--kind", "disc-writer");
        (await agent.LeaseAsync("writer-1")).ShouldNotBeNull();
        await site.System.TicketServer.KillAsync();
        (await HolderAsync("writer-1")).ShouldNotBeNull();
        (await agent.ReleaseAsync("writer-1")).ShouldBeTrue("its user need not wait for a server");
        (await agent.LeasesAsync()).Resources.ShouldBeNull("the server is away");
        await site.System.TicketServer.StartAsync();
        await Eventually.TrueAsync(async () => await HolderAsync("writer-1") is null, "it is free");
        (await agent.LeaseAsync("writer-1")).ShouldNotBeNull();
        (await agent.ReleaseAsync("writer-1")).ShouldBeTrue();
        await Eventually.TrueAsync(async () => await HolderAsync("writer-1") is null, "it is free again");
    }

    [Theory]
    [InlineData(1, "--longest must be more than nothing", "resource", "add", "beamer-2", "--longest", "0s")]
    [InlineData(1, "cannot be a printer's name", "resource", "add", "a b")]
    [InlineData(3, "There is no 'nowhere'", "resource", "exclusive", "nowhere")]
    [InlineData(3, "There is no 'nowhere'", "resource", "take-away", "nowhere")]
    public async Task What_cannot_be_is_said_in_a_sentence(int exitCode, string sentence, params string[] arguments)
    {
        var outcome = await site.RunAsync(arguments);
        outcome.ExitCode.ShouldBe(exitCode, outcome.ToString());
        outcome.Error.ShouldContain(sentence);
    }

    private async Task<string?> HolderAsync(string resource = "beamer-1") => (await site.JsonAsync("resource", "list"))
        .Single(row => row.GetProperty("name").GetString() == resource).GetProperty("user").GetString();

    /// <summary>A moment between two events, by the database's clock.</summary>
    private async Task<string> MomentAsync()
    {
        var moment = await site.System.Database.ScalarAsync<DateTime>("select clock_timestamp()");
        return moment.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
    }
}
