using System.Net;
using System.Net.Sockets;
using System.Text;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>What lpq and lprm say to the LPD door: the own jobs are seen and removed, and nobody else's.</summary>
public sealed class LpdQueueTests : IAsyncLifetime
{
    private readonly DesktopWorld _world = new() { GoAhead = false };

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        var answer = _world.Inner.Server.OnMessage;
        _world.Inner.Server.OnMessage = async heard =>
        {
            await answer(heard);
            if (heard.Type == MessageTypes.CancelRequest)
            {
                await _world.Inner.Server.SayAsync(
                    _world.Inner.Agent, MessageTypes.CancelOrder, new CancelOrder(0, heard.Text("j")!, StopCodes.ByUser),
                    AgentJson.Default.CancelOrder);
            }
        };
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Own_jobs_are_listed_and_removed_by_number_and_by_name()
    {
        var first = await SubmitAsync("alice", "first");
        var second = await SubmitAsync("alice", "second");
        var other = await SubmitAsync("bob", "third");

        foreach (var command in "\u0003\u0004")
        {
            var queue = await AskAsync($"{command}office \n");
            queue.ShouldStartWith("office is idle\nRank");
            foreach (var (user, number, title) in new[] { ("alice", first, "first"), ("alice", second, "second"), ("bob", other, "third") })
            {
                queue.ShouldMatch($@"\n\d +{user} +{number} +{title} +8 bytes\n");
            }
        }

        (await AskAsync($"\u0003office {first} bob\n")).ShouldSatisfyAllConditions(
            queue => queue.ShouldContain("first"), queue => queue.ShouldContain("third"), queue => queue.ShouldNotContain("second"));

        (await AskAsync($"\u0005office alice {other}\n")).ShouldBe("no job of yours like that\n");
        (await AskAsync($"\u0005office alice {first}\n")).ShouldBe($"{first} dequeued\n");
        (await AskAsync("\u0005office alice alice\n")).ShouldBe($"{second} dequeued\n");
        Phases().ShouldBe([("first", JobPhase.Cancelled), ("second", JobPhase.Cancelled), ("third", JobPhase.Waiting)]);

        // Nothing is being printed: a removal that names nothing removes nothing.
        (await AskAsync("\u0005office bob\n")).ShouldBe("no job of yours like that\n");
    }

    [Fact]
    public async Task Who_is_no_print_system_sees_and_removes_what_the_connection_proves_whatever_name_it_gives()
    {
        var number = await SubmitAsync("alice", "hers");
        _world.Inner.Options.Desktop.Spoolers = "";
        await _world.RestartAsync();

        (await AskAsync("\u0003office alice\n")).ShouldEndWith("\nno entries\n");
        (await AskAsync($"\u0005office alice {number}\n")).ShouldBe("no job of yours like that\n");
        Phases().ShouldBe([("hers", JobPhase.Waiting)]);
    }

    [Theory]
    [InlineData("\u0003nowhere\n", "there is no such printer for you\n")]
    [InlineData("\u0005nowhere alice 1\n", "there is no such printer for you\n")]
    [InlineData("\u0005office\n", "\u0001")]
    [InlineData("\u0005office alice 99999999999999999999 -1 \u001b[2J\n", "no job of yours like that\n")]
    public async Task What_cannot_be_is_said(string command, string answer) => (await AskAsync(command)).ShouldBe(answer);

    private List<(string, JobPhase)> Phases() =>
        [.. _world.Jobs().Select(entry => (entry.State.Title, entry.State.Phase)).OrderBy(job => job.Title, StringComparer.Ordinal)];

    private async Task<int> SubmitAsync(string user, string title)
    {
        using var sender = await ConnectAsync();
        await SayAsync(sender, "\u0002office\n");
        await SayAsync(sender, "\u00038 dfA001host\n");
        await SayAsync(sender, "document\0");
        var control = $"P{user}\nJ{title}\nldfA001host\n";
        await SayAsync(sender, $"\u0002{control.Length} cfA001host\n");
        await SayAsync(sender, control + "\0");
        var job = _world.Jobs().Single(entry => entry.State.Title == title);
        await Eventually.True(() => job.State.Phase is JobPhase.Waiting, $"{title} waits");
        return TicketFlow.Agent.Desktop.Printer.JobNumbers.Of(job.Key);
    }

    private async Task<string> AskAsync(string command)
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(Encoding.UTF8.GetBytes(command));
        await using var stream = new NetworkStream(socket);
        using var limit = new CancellationTokenSource(Eventually.Deadline);
        return await new StreamReader(stream).ReadToEndAsync(limit.Token);
    }

    private static async Task SayAsync(Socket socket, string text)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text));
        var answer = new byte[1];
        using var limit = new CancellationTokenSource(Eventually.Deadline);
        (await socket.ReceiveAsync(answer, limit.Token), answer[0]).ShouldBe((1, (byte)0), text);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _world.Inner.Options.Desktop.LpdPort);
        return socket;
    }
}
