using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TicketFlow.Ipp;

namespace Ipp.Tests;

public sealed class ClientTests : IAsyncLifetime, IDisposable
{
    private readonly HttpMessageInvoker _http = new(Handler());
    private readonly List<string> _trace = [];
    private WebApplication _server = null!;
    private RequestDelegate _answer = _ => Task.CompletedTask;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(context => _answer(context));
        await _server.StartAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("ipp://printer/ipp/print", "http://printer:631/ipp/print")]
    [InlineData("ipps://printer:6310/", "https://printer:6310/")]
    [InlineData("http://printer/ipp", "http://printer/ipp")]
    public void A_printers_uri_says_where_to_ask(string printer, string http) =>
        IppClient.HttpUriOf(new Uri(printer)).ShouldBe(new Uri(http));

    [Fact]
    public void What_is_no_printers_uri_is_refused() =>
        Should.Throw<ArgumentException>(() => IppClient.HttpUriOf(new Uri("socket://printer:9100")));

    [Fact]
    public async Task A_document_goes_chunked_behind_the_request_and_only_when_it_is_wanted()
    {
        var seen = new MemoryStream();
        _answer = async context =>
        {
            _trace.Add($"asked {context.Request.Headers.Expect} {context.Request.Headers.TransferEncoding}");
            var message = await IppReader.ReadAsync(context.Request.BodyReader);
            await context.Request.BodyReader.CopyToAsync(seen);
            await AnswerAsync(context, message, IppStatus.Ok);
        };
        var document = new byte[300_000];
        new Random(1).NextBytes(document);
        var sent = new LastNumber();
        var answer = await new IppClient(_http).SendAsync(Printer(), Request(), new IppDocument(new MemoryStream(document))
        {
            BeforeFirstByte = _ =>
            {
                _trace.Add("first byte");
                return ValueTask.CompletedTask;
            },
            Progress = sent,
        });
        answer.Status.ShouldBe(IppStatus.Ok);
        answer.RequestId.ShouldBe(7);
        seen.ToArray().ShouldBe(document);
        sent.Value.ShouldBe(document.Length);
        _trace.ShouldBe(["asked 100-continue chunked", "first byte"]);
    }

    [Fact]
    public async Task A_server_that_says_no_at_once_gets_no_document()
    {
        _answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        var touched = false;
        var document = new IppDocument(new MemoryStream(new byte[10_000]), 10_000)
        {
            BeforeFirstByte = _ =>
            {
                touched = true;
                return ValueTask.CompletedTask;
            },
        };
        await Should.ThrowAsync<IppHttpException>(() => new IppClient(_http).SendAsync(Printer(), Request(), document));
        touched.ShouldBeFalse();
    }

    [Fact]
    public async Task A_status_of_the_printer_is_an_answer_and_no_fault()
    {
        _answer = context => AnswerAsync(context, Request(), IppStatus.Busy);
        var answer = await new IppClient(_http).SendAsync(Printer(), Request());
        answer.Status.ShouldBe(IppStatus.Busy);
        answer.IsSuccess.ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_of_http_alone_is_told_apart()
    {
        _answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        };
        var refusal = await Should.ThrowAsync<IppHttpException>(() => new IppClient(_http).SendAsync(Printer(), Request()));
        refusal.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_answer_that_is_not_ipp_is_told_apart()
    {
        _answer = context => context.Response.WriteAsync("<html>");
        await Should.ThrowAsync<IppFormatException>(() => new IppClient(_http).SendAsync(Printer(), Request()));
    }

    /// <summary>A slow machine must not look like a printer that knows no "100 Continue".</summary>
    private static SocketsHttpHandler Handler()
    {
        var handler = IppClient.CreateHandler(TimeSpan.FromSeconds(30));
        handler.Expect100ContinueTimeout = TimeSpan.FromSeconds(30);
        return handler;
    }

    private static IppMessage Request() => IppMessage.Request(IppOperation.PrintJob, "ipp://localhost/ipp/print", 7);

    private static async Task AnswerAsync(HttpContext context, IppMessage request, IppStatus status)
    {
        context.Response.ContentType = "application/ipp";
        await context.Response.Body.WriteAsync(IppWriter.Write(new IppMessage(0x200, (ushort)status, request.RequestId, [])));
    }

    private Uri Printer() =>
        new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    private sealed class LastNumber : IProgress<long>
    {
        public long Value { get; private set; }

        public void Report(long value) => Value = value;
    }
}
