using System.Net.Http.Headers;
using System.Net.Sockets;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Tests.Spool;

public sealed class SpoolTests : IAsyncLifetime
{
    private readonly AgentWorld _world = new();

    private ScriptedServer Server => _world.Server;

    private string[] SpoolFiles => Directory.GetFiles(_world.Options.SpoolDirectory);

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _world.Options.Spool.MemoryThreshold = 1000;
        _world.Options.Spool.OpenWait = TimeSpan.FromMilliseconds(50);
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(1001, 1)]
    public async Task Only_documents_above_the_threshold_make_a_file(int bytes, int files)
    {
        await using var agent = await _world.StartAgentAsync();
        await agent.Local.PrintAsync(new byte[bytes]);
        SpoolFiles.Length.ShouldBe(files);
    }

    [Fact]
    public async Task When_the_memory_is_used_up_a_small_document_makes_a_file()
    {
        _world.Options.Spool.MemoryTotal = 1500;
        await using var agent = await _world.StartAgentAsync();
        await agent.Local.PrintAsync(new byte[900]);
        await agent.Local.PrintAsync(new byte[900]);
        SpoolFiles.Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_full_spool_refuses_and_leaves_nothing_behind()
    {
        _world.Options.Spool.DiskTotal = 300_000;
        await using var agent = await _world.StartAgentAsync();
        await agent.Local.PrintAsync(new byte[200_000]);

        (await agent.Local.RefusedAsync(new ByteArrayContent(new byte[200_000]))).Code.ShouldBe(AgentErrors.SpoolFull);

        SpoolFiles.Length.ShouldBe(1);
        await agent.Local.PrintAsync(new byte[90_000]);
    }

    [Fact]
    public async Task Documents_that_are_empty_too_large_or_without_a_printer_are_refused()
    {
        _world.Options.Spool.MaxDocument = 50_000;
        await using var agent = await _world.StartAgentAsync();

        (await agent.Local.RefusedAsync(new ByteArrayContent([]))).Code.ShouldBe(AgentErrors.DocumentEmpty);
        (await agent.Local.RefusedAsync(new ByteArrayContent(new byte[50_001]))).Code.ShouldBe(AgentErrors.DocumentTooLarge);
        (await agent.Local.RefusedAsync(Unannounced(50_001))).Code.ShouldBe(AgentErrors.DocumentTooLarge);
        (await agent.Local.RefusedAsync(new ByteArrayContent([1]), printer: "")).Code.ShouldBe(AgentErrors.PrinterMissing);
        (await agent.Local.RefusedAsync(new ByteArrayContent([1]), title: new string('t', 201))).Code.ShouldBe(AgentErrors.TitleTooLong);
        SpoolFiles.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(300_000)]
    public async Task A_document_of_unannounced_length_is_printed_byte_for_byte(int bytes)
    {
        await using var agent = await _world.StartAgentAsync();
        Server.AlwaysGoAhead(_world.Agent, _world.Printer.Address);
        using var answer = await agent.Local.PostAsync(Unannounced(bytes));
        answer.EnsureSuccessStatusCode();
        await Server.HearAsync(MessageTypes.CompletionReport);
        _world.Printer.Documents.ShouldHaveSingleItem().ShouldBe(Document(bytes));
    }

    [Fact]
    public async Task A_large_document_is_refused_before_it_is_spooled()
    {
        _world.Options.Spool.OpenWait = Eventually.Deadline;
        Server.OnMessage = heard => heard.Type == MessageTypes.TicketRequest
            ? Server.SayAsync(
                _world.Agent,
                MessageTypes.Refusal,
                new Refusal(heard.Number("n"), RefusalCodes.PrinterUnknown, "No such printer.", heard.Text("k")),
                AgentJson.Default.Refusal)
            : Task.CompletedTask;
        _world.Options.Broker.RequestRepeat = TimeSpan.FromMinutes(1);
        await using var agent = await _world.StartAgentAsync();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_world.Options.Socket));
        await socket.SendAsync(
            "POST /v1/jobs?printer=nowhere HTTP/1.1\r\nHost: agent\r\nContent-Length: 1000000\r\n\r\nfirst bytes"u8.ToArray());

        using var reader = new StreamReader(new NetworkStream(socket));
        (await reader.ReadLineAsync()).ShouldBe("HTTP/1.1 422 Unprocessable Entity");
        Server.Of(MessageTypes.TicketRequest).ShouldHaveSingleItem().Body.TryGetProperty("b", out _).ShouldBeFalse();
        SpoolFiles.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_submission_broken_off_leaves_no_file_and_is_taken_back_at_the_server()
    {
        Server.OnMessage = heard => heard.Type == MessageTypes.TicketRequest
            ? Server.TicketAsync(_world.Agent, heard, "j1", JobStates.Opened)
            : Task.CompletedTask;
        await using var agent = await _world.StartAgentAsync();
        using var stop = new CancellationTokenSource();
        var submitting = agent.Local.Http.PostAsync("v1/jobs?printer=office", new NeverEndingContent(1_000_000), stop.Token);
        await Eventually.True(() => SpoolFiles.Length == 1, "the document comes in");
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(submitting);

        (await Server.HearAsync(MessageTypes.CancelRequest)).Text("j").ShouldBe("j1");
        await Eventually.True(() => SpoolFiles.Length == 0, "the file is removed");
    }

    [Fact]
    public async Task A_vanished_spool_file_is_reported()
    {
        await using var agent = await _world.StartAgentAsync();
        Server.OnMessage = async heard =>
        {
            if (heard.Type == MessageTypes.TicketRequest)
            {
                await Server.TicketAsync(_world.Agent, heard, "j1", JobStates.Opened);
            }
        };
        await agent.Local.PrintAsync(new byte[5000]);
        await Server.HearAsync(MessageTypes.JobDescription);
        File.Delete(SpoolFiles.Single());
        await Server.GoAheadAsync(_world.Agent, "j1", 1, _world.Printer.Address);

        (await Server.HearAsync(MessageTypes.StartFailure)).Text("c").ShouldBe(TransferErrors.SpoolGone);
        _world.Printer.Connections.ShouldBe(0);
    }

    private static byte[] Document(int bytes)
    {
        var document = new byte[bytes];
        new Random(bytes).NextBytes(document);
        return document;
    }

    private static StreamContent Unannounced(int bytes) => new(new Unseekable(Document(bytes)));

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }

    /// <summary>Announces a length, sends a little of it, and then nothing more.</summary>
    private sealed class NeverEndingContent : HttpContent
    {
        private readonly long _length;

        public NeverEndingContent(long length)
        {
            _length = length;
            Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream, System.Net.TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(new byte[5000], cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _length;
            return true;
        }
    }
}
