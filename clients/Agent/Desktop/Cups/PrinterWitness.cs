using System.Text.Json;
using Microsoft.Extensions.Hosting;
using TicketFlow.Agent.Broker;
using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Desktop.Cups;

/// <summary>
/// Tells the ticket server, once after a start, of printers in the network that this computer's queues lead to: operators may want them in
/// the fleet. Nothing of printers at the computer itself, and no user or password of an address.
/// </summary>
internal sealed class PrinterWitness(CupsDevices devices, OutgoingQueue outgoing, DesktopOptions options) : BackgroundService
{
    private const int Most = 50;
    private const int LongestAddress = 200;
    private const int LongestName = 128;

    private static readonly string[] Schemes = ["socket", "lpd", "ipp", "ipps"];

    /// <summary>What is told of these queues.</summary>
    internal static IReadOnlyList<SeenPrinter> Seen(IReadOnlyDictionary<string, string> queues) =>
    [
        .. queues.Select(queue => (Name: queue.Key, Address: Bare(queue.Value)))
            .Where(seen => seen.Address is { Length: <= LongestAddress } && seen.Name.Length <= LongestName)
            .DistinctBy(seen => seen.Address, StringComparer.OrdinalIgnoreCase)
            .Take(Most)
            .Select(seen => new SeenPrinter(seen.Address, seen.Name)),
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Enabled || !options.TellPrinters || !OperatingSystem.IsLinux())
        {
            return;
        }

        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (Seen(await devices.ListAsync(stoppingToken)) is { Count: > 0 } seen)
        {
            var message = new SeenPrinters(outgoing.NextSequence(), seen);
            outgoing.Post(new OutgoingMessage(
                MessageTypes.SeenPrinters, JsonSerializer.SerializeToUtf8Bytes(message, AgentJson.Default.SeenPrinters)));
        }
    }

    /// <summary>Null: no printer in the network, or this computer itself (which the agent's own queues lead to).</summary>
    private static string? Bare(string device) =>
        Uri.TryCreate(device, UriKind.Absolute, out var uri) && Schemes.Contains(uri.Scheme) && uri.Host.Length > 0 && !uri.IsLoopback
            ? uri.GetComponents(UriComponents.Scheme | UriComponents.Host | UriComponents.Port | UriComponents.Path, UriFormat.UriEscaped)
            : null;
}
