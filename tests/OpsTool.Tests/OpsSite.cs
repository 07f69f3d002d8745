using System.Diagnostics;
using System.Text.Json;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.SystemUnderTest;

namespace OpsTool.Tests;

/// <summary>
/// A whole system for all tests of the operators' command: real server, agent, broker and database, and one-slot printers.
/// </summary>
public sealed class OpsSite : IAsyncLifetime
{
    public const string Name = "a running system";

    public TicketFlowSystem System { get; private set; } = null!;

    public async Task InitializeAsync() => System = await TicketFlowSystem.StartAsync(new SystemOptions
    {
        Slots = 1,
        Printers = 3,
        AgentSettings = new Dictionary<string, string> { ["TICKETFLOW_AGENT__Broker__AnswerWait"] = "00:00:30" },
    });

    public async Task DisposeAsync() => await System.DisposeAsync();

    /// <summary>Runs the command as an operator of this system would.</summary>
    public Task<Outcome> RunAsync(params string[] arguments) => OpsCommand.RunAsync(Settings(), arguments);

    /// <summary>Starts one that goes on until it is disposed.</summary>
    internal LastingCommand Start(params string[] arguments) => new(OpsCommand.Start(Settings(), arguments));

    /// <summary>Runs it, demands success, and returns what it wrote.</summary>
    public async Task<string> DoAsync(params string[] arguments)
    {
        var outcome = await RunAsync(arguments);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        return outcome.Output;
    }

    /// <summary>The objects a command writes with <c>--json</c>, one a line.</summary>
    public async Task<IReadOnlyList<JsonElement>> JsonAsync(params string[] arguments) =>
        [.. (await DoAsync([.. arguments, "--json"])).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Submits a job and returns its id once it waits.</summary>
    public async Task<string> QueueJobAsync(string printer, string title)
    {
        var job = await QueueAnyJobAsync(printer, title);
        job.State.ShouldBe("waiting");
        return job.JobId!;
    }

    /// <summary>Submits a job and returns it once it waits or is held.</summary>
    public async Task<LocalJob> QueueAnyJobAsync(string printer, string title)
    {
        var agent = System.Agents[0];
        var job = (await agent.SubmitAsync(printer, title, new byte[1000])).ShouldNotBeNull();
        LocalJob? now = null;
        await Eventually.TrueAsync(
            async () => (now = (await agent.JobsAsync()).Single(known => known.Key == job.Key))
                is { JobId: not null, State: "waiting" or "held" },
            () => $"{title} waits; it is {now?.State}");
        return now!;
    }

    private Dictionary<string, string?> Settings() => new()
    {
        ["TICKETFLOW_POSTGRES"] = System.Database.ConnectionString,
        ["TICKETFLOW_RABBITMQ"] = System.ServerAddress.ToString(),
        ["TICKETFLOW_RABBITMQ_MANAGEMENT"] = System.Management.ToString(),
    };
}

/// <summary>How a command ended, and what it wrote.</summary>
public sealed record Outcome(int ExitCode, string Output, string Error);

/// <summary><c>ticketflow-ops</c> as a process.</summary>
internal static class OpsCommand
{
    /// <summary>A hundred programs at once would only take each other's time and memory.</summary>
    private static readonly SemaphoreSlim Few = new(2 * Environment.ProcessorCount);

    /// <summary>Runs it to its end.</summary>
    /// <param name="settings">The command's environment; null removes a variable.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<Outcome> RunAsync(IReadOnlyDictionary<string, string?> settings, params string[] arguments)
    {
        await Few.WaitAsync();
        try
        {
            return await RunNowAsync(settings, arguments);
        }
        finally
        {
            Few.Release();
        }
    }

    private static async Task<Outcome> RunNowAsync(IReadOnlyDictionary<string, string?> settings, string[] arguments)
    {
        using var command = Start(settings, arguments);
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        var error = command.StandardError.ReadToEndAsync(patience.Token);
        var output = command.StandardOutput.ReadToEndAsync(patience.Token);
        try
        {
            await command.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException e)
        {
            command.Kill();
            throw new TimeoutException($"ticketflow-ops {string.Join(' ', arguments)} does not end.", e);
        }

        return new Outcome(command.ExitCode, await output, await error);
    }

    /// <summary>Starts it, without the settings of whoever runs the tests.</summary>
    public static Process Start(IReadOnlyDictionary<string, string?> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo(ProductBuild.Ops, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TICKETFLOW_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}

/// <summary>A command that does not end by itself.</summary>
internal sealed class LastingCommand(Process process) : IAsyncDisposable
{
    /// <summary>The next line it writes.</summary>
    public async Task<string> LineAsync()
    {
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        return await process.StandardOutput.ReadLineAsync(patience.Token)
            ?? throw new InvalidOperationException($"It ended: {await process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}

/// <summary>The collection of all tests on the one system.</summary>
[CollectionDefinition(OpsSite.Name)]
public sealed class OpsSiteTests : ICollectionFixture<OpsSite>;
