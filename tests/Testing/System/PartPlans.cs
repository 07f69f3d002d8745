using System.Globalization;
using System.Text.Json;

namespace TicketFlow.SystemUnderTest;

/// <summary>How each part is started: program, arguments, environment, and what shows that it is ready.</summary>
internal sealed class PartPlans(string directory, SystemOptions options)
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    public SystemPart TicketServer(string database, Uri broker)
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPorts.Range(1)}/");
        var environment = new Dictionary<string, string>(options.ServerSettings)
        {
            ["TICKETFLOW_POSTGRES"] = database,
            ["TICKETFLOW_RABBITMQ"] = broker.ToString(),
            ["ASPNETCORE_URLS"] = address.ToString(),
        };
        return Part(new PartPlan("ticket-server", ProductBuild.TicketServer, [], environment, () => IsReadyAsync(address)));
    }

    /// <summary>The reporting service; it is ready when its statistics are, which may be behind the log.</summary>
    public SystemPart Reporting(string database)
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPorts.Range(1)}/");
        var environment = new Dictionary<string, string>
        {
            ["TICKETFLOW_REPORTING_POSTGRES"] = database,
            ["ASPNETCORE_URLS"] = address.ToString(),
        };
        return Part(new PartPlan("reporting", ProductBuild.Reporting, [], environment, () => IsReadyAsync(address)));
    }

    public SystemPart Monitor(string name, MonitorAccess access)
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPorts.Range(1)}/");
        var environment = new Dictionary<string, string>(options.MonitorSettings)
        {
            ["TICKETFLOW_MONITOR_POSTGRES"] = access.Database,
            ["TICKETFLOW_MONITOR_RABBITMQ"] = access.Broker.ToString(),
            ["Monitor__Name"] = name,
            ["ASPNETCORE_URLS"] = address.ToString(),
        };
        return Part(new PartPlan(name, ProductBuild.PrinterMonitor, [], environment, () => IsReadyAsync(address)));
    }

    public SystemPart Printers(string target, int firstPort)
    {
        List<string> arguments =
        [
            "--port", Text(firstPort), "--count", Text(options.Printers), "--directory", target,
            .. options.HashOnly ? ["--hash-only"] : Array.Empty<string>(),
            .. options.Rate is { } rate ? ["--rate", Text(rate)] : Array.Empty<string>(),
        ];
        var last = firstPort + options.Printers - 1;
        return Part(new PartPlan(
            "printers",
            ProductBuild.VirtualPrinter,
            arguments,
            Nothing,
            () => LoopbackPorts.AnswersAsync(last)));
    }

    public AgentPart Agent(string id, Uri broker, string password)
    {
        var address = new UriBuilder(broker) { UserName = "", Password = "" }.Uri;
        WritePrivately(CredentialsOf(id), JsonSerializer.SerializeToUtf8Bytes(new { agent = id, broker = address, password }));
        return Agent(id, id);
    }

    /// <summary>A second one with the identity of the first.</summary>
    public AgentPart Twin(string id) => Agent(id, id + "-twin");

    /// <summary>Leaves the agent nothing but its credentials.</summary>
    public void LoseHome(string id) => Directory.Delete(Path.Combine(directory, id), recursive: true);

    private string CredentialsOf(string id) => Path.Combine(directory, id + "-credentials.json");

    private AgentPart Agent(string id, string name)
    {
        var home = Path.Combine(directory, name);
        var socket = Path.Combine(home, "agent.sock");
        var environment = new Dictionary<string, string>(options.AgentSettings)
        {
            ["TICKETFLOW_AGENT_HOME"] = home,
            ["TICKETFLOW_AGENT_SOCKET"] = socket,
            ["TICKETFLOW_AGENT_CREDENTIALS"] = CredentialsOf(id),
        };
        return new AgentPart(id, socket, ready => Part(new PartPlan("agent-" + name, ProductBuild.Agent, [], environment, ready)));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void WritePrivately(string path, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(content);
    }

    private static async Task<bool> IsReadyAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        try
        {
            using var answer = await http.GetAsync("health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private SystemPart Part(PartPlan plan) => new(plan, directory);
}
