using System.Diagnostics;
using System.Globalization;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Tests.Harness;

/// <summary>The agent as a process of its own, to be killed at will.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _errors = [];
    private readonly List<string> _output = [];

    private AgentProcess(Process process, string socket)
    {
        _process = process;
        Local = new LocalClient(socket);
    }

    public LocalClient Local { get; }

    /// <summary>Standard error so far.</summary>
    public string Errors => Joined(_errors);

    /// <summary>Standard output so far: its log.</summary>
    public string Output => Joined(_output);

    /// <summary>Starts it and returns when its socket answers.</summary>
    /// <param name="largestFile">No file may grow beyond so many KiB, as on a full disk.</param>
    public static async Task<AgentProcess> StartAsync(AgentOptions options, int? largestFile = null)
    {
        // The runtime's own double mapping makes a large file; the signal would end the process before it saw the error.
        var agent = largestFile is { } most
            ? Launch(
                options,
                string.Create(CultureInfo.InvariantCulture, $"trap '' XFSZ; ulimit -f {most}; exec \"$AGENT\""),
                new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0" })
            : Launch(options);
        await Eventually.True(async () => await agent.AnswersAsync(), $"the agent answers; it said: {agent.Errors}");
        return agent;
    }

    /// <summary>Starts it out of a shell, which ends with <c>exec "$AGENT"</c> or something like it.</summary>
    /// <param name="variables">Further environment.</param>
    public static async Task<AgentProcess> StartInShellAsync(
        AgentOptions options, string shell, IReadOnlyDictionary<string, string>? variables = null)
    {
        var agent = Launch(options, shell, variables);
        await Eventually.True(async () => await agent.AnswersAsync(), () => $"the agent answers; it said: {agent.Errors}");
        return agent;
    }

    /// <summary>Starts it and waits for its end.</summary>
    public static async Task<(int ExitCode, string Errors)> RunAsync(AgentOptions options)
    {
        await using var agent = Launch(options);
        await agent._process.WaitForExitAsync();
        return (agent._process.ExitCode, agent.Errors);
    }

    /// <summary>The process that was started: the agent's, or that of whatever it was started in.</summary>
    public int Id => _process.Id;

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Local.Dispose();
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static AgentProcess Launch(
        AgentOptions options, string? shell = null, IReadOnlyDictionary<string, string>? variables = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "TicketFlow.Agent");
        var start = new ProcessStartInfo(shell is null ? program : "bash", shell is null ? [] : ["-c", shell])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["AGENT"] = program,
                ["TICKETFLOW_AGENT_HOME"] = options.Home,
                ["TICKETFLOW_AGENT_SOCKET"] = options.Socket,
                ["TICKETFLOW_AGENT_CREDENTIALS"] = options.Credentials,
                ["TICKETFLOW_AGENT__Spool__MemoryThreshold"] = options.Spool.MemoryThreshold.ToString(CultureInfo.InvariantCulture),
                ["TICKETFLOW_AGENT__Spool__OpenWait"] = options.Spool.OpenWait.ToString(),
                ["TICKETFLOW_AGENT__Broker__AnswerWait"] = options.Broker.AnswerWait.ToString(),
                ["TICKETFLOW_AGENT__Broker__RequestRepeat"] = options.Broker.RequestRepeat.ToString(),
                ["TICKETFLOW_AGENT__Broker__ReconnectWait"] = options.Broker.ReconnectWait.ToString(),
                ["TICKETFLOW_AGENT__Transfers__Raw__ConnectTries"] =
                    options.Transfers.Raw.ConnectTries.ToString(CultureInfo.InvariantCulture),
                ["TICKETFLOW_AGENT__Transfers__Raw__WaitBetweenTries"] = options.Transfers.Raw.WaitBetweenTries.ToString(),
                ["TICKETFLOW_AGENT__Transfers__Raw__CloseWait"] = options.Transfers.Raw.CloseWait.ToString(),
                ["TICKETFLOW_AGENT__Transfers__Ipp__AnswerWait"] = options.Transfers.Ipp.AnswerWait.ToString(),
                ["TICKETFLOW_AGENT__Transfers__Ipp__RecallLimit"] = options.Transfers.Ipp.RecallLimit.ToString(),
            },
        };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var agent = new AgentProcess(new Process { StartInfo = start }, options.Socket);
        agent._process.ErrorDataReceived += (_, line) => Note(agent._errors, line.Data);
        agent._process.OutputDataReceived += (_, line) => Note(agent._output, line.Data);
        agent._process.Start();
        agent._process.BeginErrorReadLine();
        agent._process.BeginOutputReadLine();
        return agent;
    }

    private static void Note(List<string> lines, string? line)
    {
        lock (lines)
        {
            lines.Add(line ?? "");
        }
    }

    private static string Joined(List<string> lines)
    {
        lock (lines)
        {
            return string.Join('\n', lines);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        _process.HasExited.ShouldBeFalse(Errors);
        try
        {
            using var answer = await Local.Http.GetAsync("v1/jobs");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
