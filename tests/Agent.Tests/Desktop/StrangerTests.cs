using System.Net;
using System.Net.Http.Headers;
using TicketFlow.Agent.Desktop;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>Who does not get in, and who cannot claim to be somebody.</summary>
public sealed class StrangerTests(DesktopWorld world) : IClassFixture<DesktopWorld>
{
    private static readonly string[] Table =
    [
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "   0: 0100007F:A001 0100007F:1A0A 06 00000000:00000000 03:00000000 00000000     0        0 0 3 0000000000000000",
        "   1: 0100007F:A002 0100007F:1A0A 01 00000000:00000000 00:00000000 00000000  1000        0 77 1 0000000000000000",
        "   2: 0100007F:1A0A 0100007F:A002 01 00000000:00000000 00:00000000 00000000     0        0 78 1 0000000000000000",
    ];

    [Fact]
    public void The_owner_of_the_other_end_is_found()
    {
        var peer = LoopbackPeer.Hex(new IPEndPoint(IPAddress.Loopback, 0xA002));
        LoopbackPeer.Find(Table, peer, LoopbackPeer.Hex(new IPEndPoint(IPAddress.Loopback, 0x1A0A))).ShouldBe(1000u);
    }

    [Fact]
    public void A_socket_that_was_closed_is_listed_as_roots_and_proves_nothing() =>
        LoopbackPeer.Find(Table, "0100007F:A001", "0100007F:1A0A").ShouldBeNull();

    [Theory]
    [InlineData("lp", true, "alice")]
    [InlineData("bob", false, "bob")]
    public void Only_a_print_system_is_believed_who_its_user_is(string account, bool spooler, string user)
    {
        var caller = DesktopCaller.Of(account, new DesktopOptions());
        caller.IsSpooler.ShouldBe(spooler);
        caller.UserOf("alice").ShouldBe(user);
        caller.UserOf("").ShouldBe(account);
        caller.UserOf("al\nice").ShouldBe(account);
    }

    [Fact]
    public async Task A_web_site_in_a_browser_gets_nothing()
    {
        (await PostAsync(message => message.Headers.Add("Origin", "http://evil.example"))).ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(message => message.Headers.Host = "evil.example")).ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(message => message.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain")))
            .ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Noise_is_refused_and_the_printer_goes_on()
    {
        (await PostAsync(message => message.Content = Ipp([1, 2, 3]))).ShouldBe(HttpStatusCode.BadRequest);
        byte[] shortInteger = [2, 0, 0, 2, 0, 0, 0, 1, 1, 0x21, 0, 1, 97, 0, 3, 0, 0, 0, 3];
        (await PostAsync(message => message.Content = Ipp(shortInteger))).ShouldBe(HttpStatusCode.OK);
        (await world.AskAsync(IppOperation.GetPrinterAttributes)).Status.ShouldBe(IppStatus.Ok);
    }

    private async Task<HttpStatusCode> PostAsync(Action<HttpRequestMessage> spoil)
    {
        using var http = new HttpClient();
        using var message = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{world.Port}/ipp/print/office");
        message.Content = Ipp(IppWriter.Write(IppMessage.Request(IppOperation.GetPrinterAttributes, world.UriOf("office"), 1)));
        spoil(message);
        using var answer = await http.SendAsync(message);
        return answer.StatusCode;
    }

    private static ByteArrayContent Ipp(byte[] bytes) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/ipp") } };
}
