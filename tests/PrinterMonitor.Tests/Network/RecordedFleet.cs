using System.Diagnostics;
using System.Text.Json;
using PrinterMonitor.Tests.Health;
using PrinterMonitor.Tests.Host;

namespace PrinterMonitor.Tests.Network;

/// <summary>All recorded printers at once, each a real net-snmp agent at a loopback address of its own, and what happens to them.</summary>
internal sealed class RecordedFleet : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tf-recorded-");
    private readonly Process _server;

    private RecordedFleet()
    {
        // A network of its own, so that runs never meet: 127.16.0.1 to 127.250.250.1.
        var network = $"127.{Random.Shared.Next(16, 251)}.{Random.Shared.Next(0, 251)}.1";
        _server = Process.Start(new ProcessStartInfo(
            "python3", [Recordings.Server, "serve", Recordings.Folder, "--run", _directory.FullName, "--base", network])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
    }

    public IReadOnlyDictionary<string, NetSnmpAgentAddress> Printers { get; private set; } = new Dictionary<string, NetSnmpAgentAddress>();

    public static async Task<RecordedFleet> StartAsync()
    {
        var fleet = new RecordedFleet();
        var first = await fleet._server.StandardOutput.ReadLineAsync();
        first.ShouldNotBeNull().ShouldStartWith("READY");
        await using var map = File.OpenRead(Path.Combine(fleet._directory.FullName, "map.json"));
        using var json = await JsonDocument.ParseAsync(map);
        fleet.Printers = json.RootElement.GetProperty("printers").EnumerateObject().ToDictionary(
            p => p.Name,
            p => new NetSnmpAgentAddress(p.Value.GetProperty("address").GetString()!, p.Value.GetProperty("port").GetInt32()));
        return fleet;
    }

    /// <summary>From now on; see the server's own help for the words. None: as recorded.</summary>
    public void Behave(string name, params string[] lines)
    {
        var file = Path.Combine(_directory.FullName, name + ".override");
        if (lines.Length == 0)
        {
            File.Delete(file);
            return;
        }

        File.WriteAllLines(file + ".new", lines);
        File.Move(file + ".new", file, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        using (_server)
        {
            // Not -9: it ends its agents.
            using var end = Process.Start("kill", ["-TERM", _server.Id.ToString()]);
            await end.WaitForExitAsync();
            await _server.WaitForExitAsync();
        }

        _directory.Delete(recursive: true);
    }
}
