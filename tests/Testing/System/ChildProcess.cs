using System.Diagnostics;
using System.Globalization;

namespace TicketFlow.SystemUnderTest;

/// <summary>
/// One process of the system under test, its output in a file. A shell stands between: when this process is gone, however it died, the
/// shell reads the end of its input and kills its child. So nothing outlives a test run.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const string Keeper = """
        exec 2>/dev/null
        log="$1"
        shift
        "$@" >>"$log" 2>&1 </dev/null &
        echo $!
        while read -r signal; do kill -s "$signal" %1; done
        kill -s KILL %1
        wait
        """;

    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(30);

    private readonly Process _keeper;

    private ChildProcess(Process keeper, int id) => (_keeper, Id) = (keeper, id);

    public int Id { get; }

    /// <summary>A zombie has ended.</summary>
    public bool HasEnded
    {
        get
        {
            try
            {
                var stat = File.ReadAllText($"/proc/{Id}/stat");
                return stat[stat.LastIndexOf(')') + 2] is 'Z' or 'X';
            }
            catch (IOException)
            {
                return true;
            }
        }
    }

    public static async Task<ChildProcess> StartAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string log)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (IEnumerable<string>)["-c", Keeper, "keeper", log, program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var keeper = Process.Start(start) ?? throw new InvalidOperationException("bash did not start");
        var line = await keeper.StandardOutput.ReadLineAsync();
        return new ChildProcess(keeper, int.Parse(line!, CultureInfo.InvariantCulture));
    }

    /// <summary>Sends a signal, for example <c>STOP</c>.</summary>
    public async Task SignalAsync(string signal)
    {
        await _keeper.StandardInput.WriteLineAsync(signal);
        await _keeper.StandardInput.FlushAsync();
    }

    /// <summary>Sends a signal, for example <c>KILL</c>, and waits until the process has ended.</summary>
    public async Task EndAsync(string signal)
    {
        await SignalAsync(signal);
        await Eventually.TrueAsync(() => HasEnded, EndWithin, () => $"process {Id} ends after SIG{signal}");
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        using (_keeper)
        {
            _keeper.StandardInput.Close();
            await _keeper.WaitForExitAsync();
        }
    }
}
