using System.Diagnostics;
using System.Globalization;

namespace TicketFlow.Benchmarks.Monitor;

/// <summary>The same poll with net-snmp's own <c>snmpbulkget</c>, one process per poll, as scripts do it.</summary>
internal static class NetSnmpTool
{
    private const int Polls = 300;

    private const string Script = """
        TIMEFORMAT='%R %U %S'
        port="$1"
        shift
        time for address in "$@"; do
          snmpbulkget -v2c -c public -On -Cn6 -Cr6 "$address:$port" .1.3.6.1.2.1.1.3 .1.3.6.1.2.1.25.3.2.1.5 .1.3.6.1.2.1.25.3.5.1.1 \
            .1.3.6.1.2.1.25.3.5.1.2 .1.3.6.1.2.1.43.5.1.1.1 .1.3.6.1.2.1.43.10.2.1.4 .1.3.6.1.2.1.43.11.1.1.9 .1.3.6.1.2.1.43.8.2.1.10 \
            .1.3.6.1.2.1.43.8.2.1.11 .1.3.6.1.2.1.43.16.5.1.2 >/dev/null || exit 1
        done
        """;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(SimulatedFleet fleet, CancellationToken cancellation)
    {
        MonitorBench.Say($"{Polls} polls with snmpbulkget");
        var addresses = Enumerable.Range(0, Polls).Select(i => SimulatedFleet.AddressOf(i % fleet.Count).ToString());
        var start = new ProcessStartInfo("bash", ["-c", Script, "bench", fleet.Port.ToString(CultureInfo.InvariantCulture), .. addresses])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            Environment = { ["MIBS"] = string.Empty },
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        var times = output.Trim().Split('\n')[^1].Split(' ').Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        return process.ExitCode == 0
            ?
            [
                new("snmpbulkget_polls_per_second", Polls / times[0], "polls/s"),
                new("snmpbulkget_cpu_per_poll", (times[1] + times[2]) * 1_000_000 / Polls, "µs"),
            ]
            : throw new InvalidOperationException("snmpbulkget failed: " + output);
    }
}
