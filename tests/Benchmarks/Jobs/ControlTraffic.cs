using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TicketFlow.Benchmarks.Jobs;

/// <summary>What went over agents' connections to the broker, by the kernel's own counts (<c>ss</c>).</summary>
/// <param name="Ports">The agents' ends: the same before and after, or the counts mean nothing.</param>
/// <param name="Payload">TCP payload sent and received, in bytes.</param>
/// <param name="Segments">TCP segments sent and received, pure acknowledgements included.</param>
internal sealed partial record ControlTraffic(string Ports, long Payload, long Segments)
{
    /// <summary>IP 20, TCP 20, its timestamp option 12.</summary>
    private const int HeaderBytes = 52;

    /// <summary>Reads the counts of these processes' connections to that port.</summary>
    public static async Task<ControlTraffic> ReadAsync(IReadOnlyList<int> processes, int brokerPort)
    {
        var lines = await SocketsAsync(brokerPort);
        var ours = lines.Where(line => processes.Any(id => line.Contains($"pid={id},", StringComparison.Ordinal))).ToList();
        return new ControlTraffic(
            string.Join(' ', ours.Select(LocalAddress).Order(StringComparer.Ordinal)),
            ours.Sum(line => Count(line, "bytes_sent") + Count(line, "bytes_received")),
            ours.Sum(line => Count(line, "segs_out") + Count(line, "segs_in")));
    }

    /// <summary>Bytes on the wire since then, headers counted; null when a connection was lost or made in between.</summary>
    public double? Since(ControlTraffic before) =>
        Ports.Length == 0 || Ports != before.Ports
            ? null
            : Payload - before.Payload + (Segments - before.Segments) * (double)HeaderBytes;

    private static async Task<IReadOnlyList<string>> SocketsAsync(int port)
    {
        var start = new ProcessStartInfo("ss", ["-tinpHO", "state", "established", $"dport = :{port}"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var ss = Process.Start(start) ?? throw new InvalidOperationException("ss did not start: is iproute2 installed?");
        var output = await ss.StandardOutput.ReadToEndAsync();
        await ss.WaitForExitAsync();
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    // The kernel leaves a counter out while it is zero.
    private static long Count(string line, string name) =>
        line.Split(' ').FirstOrDefault(word => word.StartsWith(name + ":", StringComparison.Ordinal)) is { } word
            ? long.Parse(word.AsSpan(name.Length + 1), CultureInfo.InvariantCulture)
            : 0;

    private static string LocalAddress(string line) => Address().Match(line).Value;

    [GeneratedRegex(@"\S+:\d+", RegexOptions.None, 1000)]
    private static partial Regex Address();
}
