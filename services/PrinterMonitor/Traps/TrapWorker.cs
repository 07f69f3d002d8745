using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.Hosting;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Polling;
using TicketFlow.PrinterMonitor.Snmp;
using TicketFlow.PrinterMonitor.SnmpSource;

namespace TicketFlow.PrinterMonitor.Traps;

/// <summary>
/// Hears traps and informs, and has the printer they came from asked at once by whichever monitor it belongs to. At most once a second for
/// each printer, so that a flood costs little; the last of a flood is heeded as well, for what it tells of came after the first question.
/// </summary>
internal sealed class TrapWorker(
    NpgsqlDataSource database, HurryCall hurry, FleetDirectory fleet, CredentialBook credentials, IOptions<TrapOptions> options,
    IOptions<MonitorOptions> monitor, TimeProvider clock, ILogger<TrapWorker> log) : BackgroundService
{
    private const string Boot = """
        insert into monitor.engine (name, engine_id, boots) values ($1, $2, 1)
        on conflict (name) do update set boots = monitor.engine.boots + 1 returning engine_id, boots
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _hurried = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _later = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Local is not { } local)
        {
            return;
        }

        var (engineId, boots) = await DatabasePatience.Create(reason => FleetLog.DatabaseLost(log, reason))
            .ExecuteAsync(async token => await BootAsync(token), stoppingToken);
        await using var listener = Open(local, engineId, boots);
        if (listener is null)
        {
            return;
        }

        TrapLog.Listening(log, listener.Local);
        await foreach (var notification in listener.ReadAllAsync(stoppingToken))
        {
            await HurryAsync(notification.Source.Address, stoppingToken);
        }
    }

    private TrapListener? Open(IPEndPoint local, byte[] engineId, int boots)
    {
        var named = credentials.Named(options.Value.Credentials);
        try
        {
            return new TrapListener(
                new TrapListenerOptions
                {
                    Local = local,
                    Communities = options.Value.Credentials.Count == 0
                        ? ["public"]
                        : [.. named.OfType<CommunityCredentials>().Select(c => c.Community)],
                    Users = [.. named.OfType<UsmCredentials>()],
                    EngineId = engineId,
                    Boots = boots,
                },
                clock);
        }
        catch (SocketException e)
        {
            TrapLog.CannotListen(log, local, e.Message);
            return null;
        }
    }

    private async Task<(byte[] EngineId, int Boots)> BootAsync(CancellationToken cancellation)
    {
        // RFC 3411 section 5: 0x80, enterprise 32473 (for documentation, RFC 5612), format 5: octets of our own.
        byte[] fresh = [0x80, 0, 0x7E, 0xD9, 5, .. RandomNumberGenerator.GetBytes(12)];
        await using var command = database.CreateCommand(Boot).With(monitor.Value.Name, NpgsqlDbType.Text).With(fresh, NpgsqlDbType.Bytea);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (await reader.GetFieldValueAsync<byte[]>(0, cancellation), reader.GetInt32(1));
    }

    private async Task HurryAsync(IPAddress source, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var address = source.IsIPv4MappedToIPv6 ? source.MapToIPv4() : source;
        var names = fleet.AtHost(address.ToString()).ToLookup(name => now - _hurried.GetValueOrDefault(name) >= Patience);
        foreach (var name in names[false].Where(name => _later.TryAdd(name, value: true)))
        {
            _ = HurryLaterAsync(name, cancellation);
        }

        await HurryAsync([.. names[true]], cancellation);
    }

    /// <summary>One for each printer at a time.</summary>
    private async Task HurryLaterAsync(string name, CancellationToken cancellation)
    {
        await Task.Delay(Patience, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _later.TryRemove(name, out _);
        if (!cancellation.IsCancellationRequested)
        {
            await HurryAsync([name], cancellation);
        }
    }

    private async Task HurryAsync(string[] names, CancellationToken cancellation)
    {
        if (names.Length == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        Array.ForEach(names, name => _hurried[name] = now);
        await hurry.TellAsync(names, cancellation);
    }
}

internal static partial class TrapLog
{
    [LoggerMessage(2700, LogLevel.Information, "Listening for traps on {Local}.")]
    public static partial void Listening(ILogger log, IPEndPoint local);

    [LoggerMessage(2701, LogLevel.Error,
        "Nobody hears traps: {Local} cannot be opened ({Reason}). Polls go on. Ports below 1024 need a right; see docs/monitor.md.")]
    public static partial void CannotListen(ILogger log, IPEndPoint local, string reason);
}
