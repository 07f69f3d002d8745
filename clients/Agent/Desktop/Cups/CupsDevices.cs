namespace TicketFlow.Agent.Desktop.Cups;

/// <summary>The queues of CUPS and where they lead.</summary>
internal sealed class CupsDevices(CupsCommands cups)
{
    private const string Prefix = "device for ";

    /// <summary>Device addresses by queue; none when there is no CUPS.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ListAsync(CancellationToken cancellationToken) =>
        Read((await cups.RunAsync("lpstat", ["-v"], cancellationToken)).Output);

    internal static Dictionary<string, string> Read(string output) => output.Split('\n')
        .Select(line => line.Split(": ", 2))
        .Where(parts => parts.Length == 2 && parts[0].StartsWith(Prefix, StringComparison.Ordinal))
        .DistinctBy(parts => parts[0], StringComparer.OrdinalIgnoreCase)
        .ToDictionary(parts => parts[0][Prefix.Length..], parts => parts[1].Trim(), StringComparer.OrdinalIgnoreCase);
}
