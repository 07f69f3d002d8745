using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Agent.Tests.Page;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Ipp;
using TicketFlow.Testing.Cups;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>
/// Bytes of any kind at each door of a whole agent: a clear answer or the connection's end, never a fault of the agent, never its death,
/// never memory without bound; and the next good request works. The seeds are fixed, and a failure names its own.
/// </summary>
public sealed class HostileDoorTests : IAsyncLifetime
{
    private const int Tries = 150;
    private const long MostMemory = 600L * 1024 * 1024;

    private readonly AgentWorld _world = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly int _ipp = PrivateCups.FreePort();
    private readonly int _lpd = PrivateCups.FreePort();
    private AgentProcess _agent = null!;

    private string Printer => $"ipp://127.0.0.1:{_ipp}/ipp/print/office";

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _world.Server.OnMessage = async heard =>
        {
            if (heard.Type == MessageTypes.PrinterQuery)
            {
                await _world.Server.SayAsync(
                    _world.Agent, MessageTypes.PrinterList, new PrinterList(heard.Number("n"), [new PrinterEntry("office", "idle", 0, 0)]),
                    AgentJson.Default.PrinterList);
            }
            else if (heard.Type == MessageTypes.JobQuery)
            {
                await _world.Server.SayAsync(
                    _world.Agent, MessageTypes.Refusal, new Refusal(heard.Number("n"), RefusalCodes.JobUnknown, "There is no such job."),
                    AgentJson.Default.Refusal);
            }
        };
        _agent = await AgentProcess.StartInShellAsync(
            _world.Options,
            "exec \"$AGENT\"",
            new Dictionary<string, string>
            {
                ["TICKETFLOW_AGENT__Desktop__Port"] = _ipp.ToString(CultureInfo.InvariantCulture),
                ["TICKETFLOW_AGENT__Desktop__LpdPort"] = _lpd.ToString(CultureInfo.InvariantCulture),
                ["TICKETFLOW_AGENT__Desktop__DocumentWait"] = "00:00:30",
            });
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _agent.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Ipp_messages_of_any_kind_get_an_ipp_answer_or_a_client_error()
    {
        (await AskAsync(Good(IppOperation.GetPrinterAttributes))).Status.ShouldBe(IppStatus.Ok);
        await TryAsync(async dice =>
        {
            var body = HostileBytes.Spoil(Good(Operations[dice.Next(Operations.Length)]), dice);
            using var answer = await PostAsync(body);
            if (answer.StatusCode is not HttpStatusCode.OK)
            {
                ((int)answer.StatusCode).ShouldBeInRange(400, 499);
                return;
            }

            var status = IppReader.Read(await answer.Content.ReadAsByteArrayAsync()).Status;
            status.ShouldNotBe(IppStatus.InternalError);
        });
        (await AskAsync(Good(IppOperation.PrintJob))).Status.ShouldBe(IppStatus.Ok);
        LivesInBounds();
    }

    [Fact]
    public async Task Bytes_at_the_sockets_end_their_connection_only()
    {
        await TryAsync(async dice =>
        {
            var good = Encoding.UTF8.GetBytes(Lpd[dice.Next(Lpd.Length)]);
            await ThrowAsync(_lpd, HostileBytes.Spoil(good, dice));
        });
        await TryAsync(async dice => await ThrowAsync(_ipp, HostileBytes.Spoil(Encoding.UTF8.GetBytes(Http), dice)));

        (await ThrowAsync(_lpd, "\u0003office\n"u8.ToArray())).ShouldStartWith("office is ", customMessage: _agent.Output);
        (await AskAsync(Good(IppOperation.PrintJob))).Status.ShouldBe(IppStatus.Ok);
        LivesInBounds();
    }

    [Fact]
    public async Task Requests_of_any_kind_to_the_page_and_the_local_socket_get_a_clear_answer()
    {
        using var page = await PageClient.SignInAsync(_agent.Local);
        await TryAsync(async dice =>
        {
            var path = PathOf(HostileBytes.Spoil(Encoding.UTF8.GetBytes(Paths[dice.Next(Paths.Length)]), dice));
            var method = new HttpMethod(Methods[dice.Next(Methods.Length)]);
            var body = Encoding.Latin1.GetString(HostileBytes.Spoil("""{"printer":"office","token":"x"}"""u8.ToArray(), dice));
            using var local = new HttpRequestMessage(method, "v1/" + path) { Content = new StringContent(body) };
            using var limit = new CancellationTokenSource(Eventually.Deadline);
            using var answer = await _agent.Local.Http.SendAsync(local, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            Clear(answer, path);
            using var seen = await page.SendAsync(method, "api/" + path, body: body);
            Clear(seen, path);
        });
        (await _agent.Local.PrintAsync("good"u8.ToArray())).Key.Length.ShouldBe(16);
        using var jobs = await page.GetAsync("api/jobs");
        jobs.StatusCode.ShouldBe(HttpStatusCode.OK);
        LivesInBounds();
    }

    private static readonly IppOperation[] Operations =
    [
        IppOperation.GetPrinterAttributes, IppOperation.PrintJob, IppOperation.ValidateJob, IppOperation.CreateJob, IppOperation.GetJobs,
        IppOperation.SendDocument, IppOperation.GetJobAttributes, IppOperation.CancelJob,
    ];

    private static readonly string[] Lpd =
    [
        "\u0002office\n\u000220 cfA001host\nPalice\nldfA001host\n\0\u00038 dfA001host\ndocument\0",
        "\u0002office\n\u00038 dfA001host\ndocument\0\u0001\n", "\u0003office alice 17\n", "\u0004office\n",
        "\u0005office alice 17 alice\n",
        "\u0001office\n", "\u0002office\n\u00030 dfA001host\ndocument",
    ];

    private static readonly string[] Paths =
    [
        "jobs", "jobs?all", "jobs/k5q2mzr7xw3hb6ta", "jobs/k5q2mzr7xw3hb6ta/history", "jobs/k5q2mzr7xw3hb6ta/cancel",
        "jobs?printer=office&title=x&copies=2&pages=1-3", "nothing/like/that",
    ];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "BREW"];

    private static string Http =>
        "POST /ipp/print/office HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/ipp\r\nContent-Length: 40\r\n"
        + "Connection: close\r\n\r\n"
        + "\u0002\0\0\u000b\0\0\0\u0001\u0001";

    private byte[] Good(IppOperation operation)
    {
        var message = IppWriter.Write(IppMessage.Request(
            operation, Printer, 1,
            [
                IppAttribute.NameOf("requesting-user-name", "alice"), IppAttribute.NameOf("job-name", "letter"),
                IppAttribute.Integer("job-id", 17), IppAttribute.Keyword("requested-attributes", "all"),
                IppAttribute.Boolean("last-document", value: true),
            ],
            [IppAttribute.Integer("copies", 2), IppAttribute.Keyword("sides", "one-sided")]));
        return operation is IppOperation.PrintJob or IppOperation.SendDocument ? [.. message, .. "a document"u8] : message;
    }

    private static async Task TryAsync(Func<Random, Task> attempt)
    {
        for (var seed = 1; seed <= Tries; seed++)
        {
            try
            {
                await attempt(new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }
    }

    private async Task<IppMessage> AskAsync(byte[] message)
    {
        using var answer = await PostAsync(message);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return IppReader.Read(await answer.Content.ReadAsByteArrayAsync());
    }

    private async Task<HttpResponseMessage> PostAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/ipp") } };
        return await _http.PostAsync(new Uri("http" + Printer[3..]), content);
    }

    /// <summary>Says all of it, says no more, and returns what comes back until the other side has had enough.</summary>
    private static async Task<string> ThrowAsync(int port, byte[] bytes)
    {
        using var limit = new CancellationTokenSource(Eventually.Deadline);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, limit.Token);
        await using var stream = new NetworkStream(socket);
        try
        {
            await stream.WriteAsync(bytes, limit.Token);
            socket.Shutdown(SocketShutdown.Send);
            return await new StreamReader(stream).ReadToEndAsync(limit.Token);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Closed with bytes unread: as good an end as any.
            return e.Message;
        }
    }

    private static string PathOf(byte[] bytes) =>
        string.Concat(Encoding.Latin1.GetString(bytes)
            .Select(c => c is > ' ' and <= '~' and not '#' and not '\\' ? c.ToString() : $"%{(int)c:X2}"));

    private static void Clear(HttpResponseMessage answer, string path) =>
        ((int)answer.StatusCode).ShouldBeLessThan(500, $"{answer.RequestMessage?.Method} {path}");

    private void LivesInBounds()
    {
        _agent.Errors.ShouldNotContain("Unhandled exception");
        if (OperatingSystem.IsLinux())
        {
            var peak = File.ReadLines($"/proc/{_agent.Id}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            (long.Parse(peak.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024)
                .ShouldBeLessThan(MostMemory);
        }
    }
}
