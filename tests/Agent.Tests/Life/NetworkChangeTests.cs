using System.Text.Json;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;
using Xunit.Abstractions;

namespace TicketFlow.Agent.Tests.Life;

/// <summary>A computer that leaves its network and comes back: addresses of the broker and of a printer go away and return.</summary>
public sealed class NetworkChangeTests(ITestOutputHelper output) : LifeScene
{
    [Fact]
    public async Task What_is_printed_while_the_broker_has_gone_is_kept_named_by_the_doctor_and_printed_when_it_is_back()
    {
        await using var network = await AddressAsync();
        if (network is null)
        {
            return;
        }

        UseBrokerAt($"{network.Address}:{network.Forward(World.BrokerPort)}");
        Server.AlwaysGoAhead(World.Agent, Printer.Address);
        World.Options.Broker.AnswerWait = TimeSpan.FromMilliseconds(200);
        await using var agent = await World.StartAgentAsync();
        await agent.Local.BecomesAsync((await agent.Local.PrintAsync(Document)).Key, JobStates.Completed);

        await network.GoAsync();
        var kept = await agent.Local.PrintAsync(Document, title: "kept");
        var check = JsonSerializer.Deserialize(await agent.Local.Http.GetStringAsync("v1/doctor"), LocalJson.Default.LocalDoctor)!
            .Checks.Single(check => check.Name == "broker");
        check.Status.ShouldBe("failed", check.Text);
        check.ToDo!.ShouldContain("Check the network");
        Server.Of(MessageTypes.TicketRequest).ShouldNotContain(request => request.Text("k") == kept.Key);

        await network.ComeBackAsync();
        await agent.Local.BecomesAsync(kept.Key, JobStates.Completed);
        Printer.Documents.ShouldBe([Document, Document]);
    }

    [Fact]
    public async Task A_printer_that_goes_in_mid_transfer_gets_the_whole_document_when_it_is_back()
    {
        await using var network = await AddressAsync();
        if (network is null)
        {
            return;
        }

        await using var printer = new TestPrinter(network.Address);
        UseLargeDocument();
        await using var agent = await World.StartAgentAsync();
        printer.Hold();
        var job = await QueueAsync(agent.Local);
        await Server.GoAheadAsync(World.Agent, Id, 1, printer.Address);
        await agent.Local.BecomesAsync(job.Key, JobStates.Printing);

        await network.GoAsync();
        printer.Release();
        (await agent.Local.GetAsync(job.Key)).State.ShouldBe(JobStates.Printing);
        await network.ComeBackAsync();
        await agent.Local.BecomesAsync(job.Key, JobStates.Completed);
        printer.Documents.ShouldHaveSingleItem().AsSpan().SequenceEqual(Document).ShouldBeTrue();
        printer.Connections.ShouldBe(1);
    }

    private async Task<MovingAddress?> AddressAsync()
    {
        var (address, whyNot) = await MovingAddress.TryCreateAsync();
        if (whyNot is not null)
        {
            output.WriteLine($"No address can be taken away here: {whyNot}");
        }

        return address;
    }

    private void UseBrokerAt(string address) => File.WriteAllText(
        World.CredentialsFile,
        File.ReadAllText(World.CredentialsFile).Replace($"127.0.0.1:{World.BrokerPort}", address, StringComparison.Ordinal));
}
