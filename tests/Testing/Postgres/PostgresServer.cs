using Npgsql;

namespace TicketFlow.Testing.Postgres;

/// <summary>
/// A real PostgreSQL for tests: the one named by <c>TICKETFLOW_TEST_POSTGRES</c> (connection string of a superuser), or a private one
/// started by <c>ops/lib/postgres</c>. A private server ends with this process, however the process dies (<c>ops/lib/guard</c>).
/// </summary>
public sealed class PostgresServer
{
    private const string Variable = "TICKETFLOW_TEST_POSTGRES";

    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartSharedAsync);

    private readonly string? _directory;

    private PostgresServer(string connectionString, string? directory)
    {
        ConnectionString = connectionString;
        _directory = directory;
    }

    /// <summary>As superuser, database <c>postgres</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>The postmaster of a private server.</summary>
    public int ProcessId =>
        int.Parse(File.ReadLines(Path.Combine(File.ReadAllText(Path.Combine(Own(), "data.path")).Trim(), "postmaster.pid")).First());

    /// <summary>One server for the whole test process. Tests that kill a server take <see cref="StartPrivateAsync"/>.</summary>
    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <summary>A server of its own, to be killed and started at will.</summary>
    public static async Task<PostgresServer> StartPrivateAsync()
    {
        var directory = Directory.CreateTempSubdirectory("tf-postgres-").FullName;
        OpsScript.Detach("guard", Environment.ProcessId.ToString(), "postgres", directory);
        await OpsScript.RunAsync("postgres", "start", directory);
        var env = OpsScript.ReadEnv(Path.Combine(directory, "env"));
        return new PostgresServer(env["TF_POSTGRES"], directory);
    }

    /// <summary>A fresh, empty database; one per test class, so that classes never meet.</summary>
    public Task<PostgresDatabase> CreateDatabaseAsync() => PostgresDatabase.CreateAsync(this);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        await OpsScript.RunAsync("postgres", "kill", Own());
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Ends the server in order; its data stays.</summary>
    public Task StopAsync() => OpsScript.RunAsync("postgres", "stop", Own());

    /// <summary>Starts the server again on the same data and port, and waits until it answers.</summary>
    public Task StartAsync() => OpsScript.RunAsync("postgres", "start", Own());

    private string Own() =>
        _directory ?? throw new InvalidOperationException("This server belongs to somebody else; take StartPrivateAsync.");

    private static async Task<PostgresServer> StartSharedAsync()
    {
        var given = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(given) ? await StartPrivateAsync() : new PostgresServer(given, directory: null);
    }
}
