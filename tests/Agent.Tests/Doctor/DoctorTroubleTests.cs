using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using TicketFlow.Agent.Doctor;
using TicketFlow.Agent.Options;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Agent.Tests.Life;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Tests.Doctor;

/// <summary>Troubles that the doctor tells from others which look alike.</summary>
public sealed class DoctorTroubleTests : LifeScene
{
    [Fact]
    public async Task A_broker_whose_certificate_nobody_vouches_for_is_there_and_not_trusted()
    {
        using var broker = new TcpListener(IPAddress.Loopback, 0);
        broker.Start();
        var serving = ServeTlsAsync(broker);
        var credentials = new BrokerCredentials("desk", $"amqps://127.0.0.1:{((IPEndPoint)broker.LocalEndpoint).Port}/", "secret");
        var found = await new BrokerChecks(credentials, new PatientClock()).LookAsync(CancellationToken.None);
        await serving;
        found.Select(check => (check.Name, check.Status)).ShouldBe([("broker", "ok"), ("tls", "failed")]);
        found[1].Text.ShouldContain("certificate is not trusted");
        found[1].ToDo!.ShouldContain("certificate authority");
    }

    [Fact]
    public async Task A_copy_of_another_computers_agent_is_told_that_it_is_one()
    {
        var home = Directory.CreateTempSubdirectory("tf-agent-");
        var options = new AgentOptions
        {
            Home = home.FullName,
            Socket = Path.Combine(home.FullName, "agent.sock"),
            Credentials = World.CredentialsFile,
            Broker = { ReconnectWait = TimeSpan.FromMilliseconds(50), AnswerWait = TimeSpan.FromMilliseconds(200) },
        };
        await using (var first = await World.StartAgentAsync())
        {
            await QueueAsync(first.Local);
            var host = await AgentHost.StartAsync(options, BrokerCredentials.Load(World.CredentialsFile));
            await using var copy = new RunningAgent(host, options.Socket);
            var server = default(LocalCheck);
            await Eventually.True(
                async () => (server = await ServerCheckAsync(copy)).Text
                    .Contains("Another agent works under the identity", StringComparison.Ordinal),
                () => $"the copy is named; said was: {server?.Text}");
            server!.Status.ShouldBe("failed");
            server.ToDo!.ShouldContain("Enrol this one under an id of its own");
        }

        home.Delete(recursive: true);
    }

    private static async Task<LocalCheck> ServerCheckAsync(RunningAgent agent) =>
        JsonSerializer.Deserialize(await agent.Local.Http.GetStringAsync("v1/doctor"), LocalJson.Default.LocalDoctor)!
            .Checks.Single(check => check.Name == "server");

    /// <summary>One handshake, which the other end breaks off.</summary>
    private static async Task ServeTlsAsync(TcpListener listener)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=broker", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        using var connection = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(connection.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(certificate);
            (await tls.ReadAsync(new byte[1])).ShouldBe(0);
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // As it should.
        }
    }

    /// <summary>Nothing is given up on a busy machine.</summary>
    private sealed class PatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
