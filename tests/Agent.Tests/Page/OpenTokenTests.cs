using System.Net;
using System.Net.Sockets;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Agent.Options;
using TicketFlow.Agent.Page;

namespace TicketFlow.Agent.Tests.Page;

/// <summary>Tokens and sessions end in time; ends of connections have owners.</summary>
public sealed class OpenTokenTests : IDisposable
{
    private readonly AgentOptions _options = new() { Home = Directory.CreateTempSubdirectory("tf-page-").FullName };
    private readonly SetClock _clock = new();

    public void Dispose() => Directory.Delete(_options.Home, recursive: true);

    [Fact]
    public void A_token_is_good_within_its_life_only()
    {
        var tokens = new OpenTokens(_options.Page, new PageDirectory(_options), _clock);
        var (early, late) = (tokens.Issue("ana"), tokens.Issue("ana"));
        _clock.Now += _options.Page.TokenLife - TimeSpan.FromSeconds(1);
        tokens.Redeem(early).ShouldBe("ana");
        _clock.Now += TimeSpan.FromSeconds(1);
        tokens.Redeem(late).ShouldBeNull();
    }

    [Fact]
    public void A_session_ends_and_cannot_be_prolonged()
    {
        var sessions = new PageSessions(_options.Page, new PageDirectory(_options), _clock);
        var cookie = sessions.Begin("ana.of.the-office");
        sessions.UserOf(cookie).ShouldBe("ana.of.the-office");
        var parts = cookie.Split('.');
        parts[1] = "99999999999";
        sessions.UserOf(string.Join('.', parts)).ShouldBeNull();
        _clock.Now += _options.Page.SessionLife;
        sessions.UserOf(cookie).ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("...")]
    [InlineData("a.b.c.d")]
    public void What_is_no_session_is_none(string? cookie) =>
        new PageSessions(_options.Page, new PageDirectory(_options), _clock).UserOf(cookie).ShouldBeNull();

    [Fact]
    public async Task The_system_tells_whose_a_connection_is()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var (mine, theirs) = ((IPEndPoint)client.Client.LocalEndPoint!, (IPEndPoint)client.Client.RemoteEndPoint!);
        LocalUser.Of(PeerUser.Find(mine, theirs).ShouldNotBeNull()).ShouldBe(Environment.UserName);
        PeerUser.Find(new IPEndPoint(IPAddress.Loopback, 1), theirs).ShouldBeNull();
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
