namespace TicketFlow.Testing.RabbitMq;

/// <summary>
/// A real RabbitMQ node for tests: the one named by the environment, or a private one started by <c>ops/lib/rabbitmq</c>.
/// A private node ends with this process, however the process dies (<c>ops/lib/guard</c>).
/// </summary>
public sealed class RabbitMqServer
{
    private const string UriVariable = "TICKETFLOW_TEST_RABBITMQ";
    private const string ManagementVariable = "TICKETFLOW_TEST_RABBITMQ_MANAGEMENT";

    private static readonly Lazy<Task<RabbitMqServer>> Shared = new(StartSharedAsync);

    private readonly string? _directory;

    private RabbitMqServer(Uri uri, Uri management, string? directory)
    {
        Uri = uri;
        Management = management;
        _directory = directory;
    }

    /// <summary>AMQP, as administrator, virtual host "/".</summary>
    public Uri Uri { get; }

    /// <summary>Management HTTP API with the administrator's credentials in it.</summary>
    public Uri Management { get; }

    /// <summary>The virtual machine of a private node.</summary>
    public int ProcessId => int.Parse(File.ReadAllText(Path.Combine(Own(), "rabbitmq.pid")));

    /// <summary>One node for the whole test process. Tests that kill a node take <see cref="StartPrivateAsync"/>.</summary>
    public static Task<RabbitMqServer> SharedAsync() => Shared.Value;

    /// <summary>A node of its own, to be killed and started at will.</summary>
    public static async Task<RabbitMqServer> StartPrivateAsync()
    {
        var directory = Directory.CreateTempSubdirectory("tf-rabbitmq-").FullName;
        OpsScript.Detach("guard", Environment.ProcessId.ToString(), "rabbitmq", directory);
        await OpsScript.RunAsync("rabbitmq", "start", directory);
        var env = OpsScript.ReadEnv(Path.Combine(directory, "env"));
        return new RabbitMqServer(new Uri(env["TF_RABBITMQ_URI"]), new Uri(env["TF_RABBITMQ_MANAGEMENT"]), directory);
    }

    /// <summary>A virtual host of its own, so that test classes never meet.</summary>
    public Task<RabbitMqVirtualHost> CreateVirtualHostAsync() => RabbitMqVirtualHost.CreateAsync(this);

    /// <summary>kill -9.</summary>
    public Task KillAsync() => OpsScript.RunAsync("rabbitmq", "kill", Own());

    /// <summary>Ends the node in order; its data stays.</summary>
    public Task StopAsync() => OpsScript.RunAsync("rabbitmq", "stop", Own());

    /// <summary>Starts the node again on the same data and ports, and waits until it answers.</summary>
    public Task StartAsync() => OpsScript.RunAsync("rabbitmq", "start", Own());

    /// <summary>
    /// kill -9, and everything it had kept is gone: queues, messages, accounts. It comes up again empty, on the same ports.
    /// </summary>
    public async Task LoseDataAsync()
    {
        await KillAsync();
        Directory.Delete(Path.Combine(Own(), "data"), recursive: true);
        await StartAsync();
    }

    private string Own() =>
        _directory ?? throw new InvalidOperationException("This node belongs to somebody else; take StartPrivateAsync.");

    private static async Task<RabbitMqServer> StartSharedAsync()
    {
        var uri = Environment.GetEnvironmentVariable(UriVariable);
        var management = Environment.GetEnvironmentVariable(ManagementVariable);
        if (string.IsNullOrEmpty(uri) != string.IsNullOrEmpty(management))
        {
            throw new InvalidOperationException($"Set both {UriVariable} and {ManagementVariable}, or none.");
        }

        return string.IsNullOrEmpty(uri) ? await StartPrivateAsync() : new RabbitMqServer(new Uri(uri), new Uri(management!), null);
    }
}
