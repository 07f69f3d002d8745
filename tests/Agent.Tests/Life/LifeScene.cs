using System.Net.Http.Json;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Tests.Life;

/// <summary>An agent's world with a job in it, and the words of the scripted server.</summary>
public abstract class LifeScene : IAsyncLifetime
{
    internal const string Id = "j1";

    internal AgentWorld World { get; } = new();

    /// <summary>Small enough to leave the agent whole, whether its printer reads or not.</summary>
    internal byte[] Document { get; private set; } = new byte[20_000];

    internal ScriptedServer Server => World.Server;

    internal TestPrinter Printer => World.Printer;

    public Task InitializeAsync()
    {
        new Random(11).NextBytes(Document);
        return World.InitializeAsync();
    }

    public Task DisposeAsync() => World.DisposeAsync();

    /// <summary>A job in the printer's queue.</summary>
    internal async Task<LocalJob> QueueAsync(LocalClient local)
    {
        var job = await local.PrintAsync(Document);
        await Server.TicketAsync(World.Agent, await RequestOfAsync(job), Id);
        return await local.BecomesAsync(job.Key, JobStates.Waiting);
    }

    /// <summary>A job whose transfer runs and does not end, because its printer reads nothing.</summary>
    internal async Task<LocalJob> SendAsync(LocalClient local)
    {
        Printer.Hold();
        var job = await QueueAsync(local);
        await Server.GoAheadAsync(World.Agent, Id, 1, Printer.Address);
        await Server.HearAsync(MessageTypes.StartReport);
        return await local.BecomesAsync(job.Key, JobStates.Printing);
    }

    /// <summary>More than the network between agent and printer holds.</summary>
    internal void UseLargeDocument()
    {
        World.Options.Spool.OpenWait = TimeSpan.Zero;
        Document = new byte[32 * 1024 * 1024];
        new Random(12).NextBytes(Document);
    }

    internal Task StopAsync(string code = StopCodes.ByOperator, bool keep = false) => Server.SayAsync(
        World.Agent, MessageTypes.CancelOrder, new CancelOrder(1, Id, code, keep ? 1 : null), AgentJson.Default.CancelOrder);

    internal Task TellAsync(LocalJob job, string state, string? printer = null) => Server.SayAsync(
        World.Agent, MessageTypes.Ticket, new Ticket(1, job.Key, Id, state, Printer: printer), AgentJson.Default.Ticket);

    internal Task NoticeAsync(string code, IReadOnlyList<Alternative>? alternatives = null) => Server.SayAsync(
        World.Agent, MessageTypes.Notice, new Notice(1, Id, code, "office: " + code, "office", alternatives), AgentJson.Default.Notice);

    /// <summary>The server answers this kind of message so.</summary>
    internal void Answer(string type, Func<Heard, Task> answer) =>
        Server.OnMessage = heard => heard.Type == type ? answer(heard) : Task.CompletedTask;

    internal static Task<HttpResponseMessage> PostAsync(LocalClient local, LocalJob job, string wish, string? printer = null) =>
        local.Http.PostAsync($"v1/jobs/{job.Key}/{wish}", printer is null ? null : JsonContent(new LocalMove(printer)));

    internal static async Task<LocalJob> WishAsync(LocalClient local, LocalJob job, string wish, string? printer = null)
    {
        using var answer = await PostAsync(local, job, wish, printer);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync(LocalJson.Default.LocalJob))!;
    }

    internal static async Task<LocalError> RefusedAsync(LocalClient local, LocalJob job, string wish, string? printer = null)
    {
        using var answer = await PostAsync(local, job, wish, printer);
        answer.IsSuccessStatusCode.ShouldBeFalse();
        return (await answer.Content.ReadFromJsonAsync(LocalJson.Default.LocalError))!;
    }

    internal async Task<Heard> RequestOfAsync(LocalJob job)
    {
        await Eventually.True(() => Requests().Any(), "a ticket is asked for");
        return Requests().First();

        IEnumerable<Heard> Requests() => Server.Of(MessageTypes.TicketRequest).Where(request => request.Text("k") == job.Key);
    }

    private static ByteArrayContent JsonContent(LocalMove move) =>
        new(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(move, LocalJson.Default.LocalMove));
}
