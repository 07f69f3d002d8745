using System.Net;
using System.Net.Sockets;
using System.Text;
using TicketFlow.Agent.Tests.Harness;

namespace TicketFlow.Agent.Tests.Desktop;

public sealed class LpdTests(DesktopWorld world) : IClassFixture<DesktopWorld>
{
    private const string Control = "Hhost\nPalice\nJMonthly list\nldfA001host\nUdfA001host\nNlist.txt\n";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_document_is_printed_whichever_file_comes_first(bool controlFirst)
    {
        var document = Encoding.UTF8.GetBytes($"control first: {controlFirst} {new string('x', 300_000)}");
        using var sender = await ConnectAsync();
        await YesAsync(sender, "\u0002office\n");
        if (controlFirst)
        {
            await FileAsync(sender, 2, "cfA001host", Encoding.UTF8.GetBytes(Control));
        }

        await FileAsync(sender, 3, "dfA001host", document);
        if (!controlFirst)
        {
            await FileAsync(sender, 2, "cfA001host", Encoding.UTF8.GetBytes(Control));
        }

        await Eventually.True(() => world.Inner.Printer.Documents.Any(got => got.SequenceEqual(document)), "the document arrives");
        world.Jobs().Select(entry => (entry.State.User, entry.State.Title)).ShouldContain(("alice", "Monthly list"));
    }

    [Fact]
    public async Task A_file_named_twice_is_printed_twice()
    {
        using var sender = await ConnectAsync();
        await YesAsync(sender, "\u0002office\n");
        await FileAsync(sender, 2, "cfA002host", "Pbob\nldfA002host\nldfA002host\n"u8.ToArray());
        await FileAsync(sender, 3, "dfA002host", "twice, please"u8.ToArray());
        await Eventually.True(
            () => world.Inner.Printer.Documents.Count(got => Encoding.UTF8.GetString(got) == "twice, please") == 2, "two copies arrive");
    }

    [Theory]
    [InlineData("\u0002nowhere\n", 1)]
    [InlineData("\u0007office\n", 1)]
    public async Task What_cannot_be_is_refused(string command, int answer)
    {
        using var sender = await ConnectAsync();
        await sender.SendAsync(Encoding.UTF8.GetBytes(command));
        (await AnswerAsync(sender)).ShouldBe(answer);
    }

    [Theory]
    [InlineData("\u000312 ../../etc/passwd\n")]
    [InlineData("\u000299999999 cfA001host\n")]
    [InlineData("\u0003-5 dfA001host\n")]
    public async Task A_bad_subcommand_ends_the_connection_and_prints_nothing(string subcommand)
    {
        var before = world.Jobs().Count;
        using var sender = await ConnectAsync();
        await YesAsync(sender, "\u0002office\n");
        await sender.SendAsync(Encoding.UTF8.GetBytes(subcommand));
        (await AnswerAsync(sender)).ShouldBe(-1);
        world.Jobs().Count.ShouldBe(before);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, world.Inner.Options.Desktop.LpdPort);
        return socket;
    }

    private static async Task FileAsync(Socket socket, int kind, string name, byte[] file)
    {
        await YesAsync(socket, $"{(char)kind}{file.Length} {name}\n");
        await socket.SendAsync(file);
        await YesAsync(socket, "\0");
    }

    private static async Task YesAsync(Socket socket, string say)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(say));
        (await AnswerAsync(socket)).ShouldBe(0);
    }

    /// <summary>The byte, or -1 at the connection's end.</summary>
    private static async Task<int> AnswerAsync(Socket socket)
    {
        var one = new byte[1];
        using var limit = new CancellationTokenSource(Eventually.Deadline);
        try
        {
            return await socket.ReceiveAsync(one, limit.Token) == 1 ? one[0] : -1;
        }
        catch (SocketException)
        {
            return -1;
        }
    }
}
