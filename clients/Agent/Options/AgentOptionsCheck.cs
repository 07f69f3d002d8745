using Microsoft.Extensions.Options;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Printing.Bandwidth;

namespace TicketFlow.Agent.Options;

/// <summary>Sentences an operator understands, for every setting that cannot work.</summary>
internal static class AgentOptionsCheck
{
    /// <summary>A Unix socket's path has at most this many bytes on every system.</summary>
    private const int MaxSocketPath = 103;

    /// <summary>Everything that cannot work; empty when all is well.</summary>
    public static IReadOnlyList<string> FaultsOf(AgentOptions options)
    {
        var faults = new SettingFaults();
        CheckPlaces(options, faults);
        CheckSpool(options.Spool, faults);
        CheckTransfers(options.Transfers, faults);
        CheckBroker(options.Broker, faults);
        faults.UnlessBetween(
            options.Documents.Time, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(5),
            "Documents:Time must be between 00:00:00.001 and 00:05:00.");
        faults.UnlessBetween(options.Documents.Parallel, 1, 64, "Documents:Parallel must be between 1 and 64.");
        Page.PageOptionsCheck.Check(options.Page, faults);
        Notifications.NotificationModule.Check(options.Notifications, faults);
        Desktop.DesktopOptionsCheck.Check(options.Desktop, faults);
        return faults.Sentences;
    }

    private static void CheckPlaces(AgentOptions options, SettingFaults faults)
    {
        faults.Unless(options.Home.Length > 0, "TICKETFLOW_AGENT_HOME is empty and no home directory is known.");
        faults.UnlessBetween(
            options.Socket.Length, 1, MaxSocketPath,
            $"TICKETFLOW_AGENT_SOCKET must have 1 to {MaxSocketPath} characters: the system takes no longer socket path.");
        faults.Unless(
            !options.Shared || LocalUser.CanProve,
            "Shared is not possible here: this system does not tell which user opens a local socket. Run one agent per user.");
    }

    private static void CheckSpool(SpoolOptions spool, SettingFaults faults)
    {
        faults.UnlessBetween(
            spool.MemoryThreshold, 0, 16 * 1024 * 1024, "Spool:MemoryThreshold must be between 0 and 16777216 bytes.");
        faults.Unless(spool.MemoryTotal >= 0, "Spool:MemoryTotal must not be negative.");
        faults.Unless(spool.DiskTotal >= 0, "Spool:DiskTotal must not be negative.");
        faults.Unless(spool.MaxDocument > 0, "Spool:MaxDocument must be at least 1 byte.");
        faults.Unless(spool.KeepEnded >= TimeSpan.Zero, "Spool:KeepEnded must not be negative.");
        faults.UnlessBetween(
            spool.UnansweredKept, TimeSpan.Zero, TimeSpan.FromHours(24), "Spool:UnansweredKept must be between 00:00:00 and 1.00:00:00.");
        faults.Unless(spool.OpenWait >= TimeSpan.Zero, "Spool:OpenWait must not be negative.");
    }

    private static void CheckTransfers(TransferOptions transfers, SettingFaults faults)
    {
        faults.UnlessBetween(transfers.Parallel, 1, 4096, "Transfers:Parallel must be between 1 and 4096.");
        faults.Unless(
            transfers.StatusInterval >= TimeSpan.FromMilliseconds(100), "Transfers:StatusInterval must be at least 00:00:00.100.");
        faults.UnlessBetween(
            transfers.PluginSilence, TimeSpan.FromMilliseconds(50), TimeSpan.FromDays(1),
            "Transfers:PluginSilence must be between 00:00:00.050 and 1.00:00:00.");
        faults.UnlessBetween(
            transfers.PluginGrace, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(10),
            "Transfers:PluginGrace must be between 00:00:00.050 and 00:10:00.");
        AddAll(new RawTcpOptionsCheck().Validate("Transfers:Raw", transfers.Raw), "Transfers:Raw", faults);
        AddAll(new LpdOptionsCheck().Validate("Transfers:Lpd", transfers.Lpd), "Transfers:Lpd", faults);
        AddAll(new IppTransferOptionsCheck().Validate("Transfers:Ipp", transfers.Ipp), "Transfers:Ipp", faults);
        var authorities = transfers.Ipp.CertificateAuthorities;
        faults.Unless(
            authorities.Length == 0 || File.Exists(authorities), $"Transfers:Ipp:CertificateAuthorities: there is no file {authorities}.");
        try
        {
            _ = new BandwidthLimits(transfers.Bandwidth, TimeProvider.System);
        }
        catch (FormatException e)
        {
            faults.Add(e.Message);
        }
    }

    private static void CheckBroker(BrokerOptions broker, SettingFaults faults)
    {
        faults.Unless(
            broker.RequestRepeat >= TimeSpan.FromMilliseconds(50), "Broker:RequestRepeat must be at least 00:00:00.050.");
        faults.Unless(
            broker.RequestRepeatMax >= broker.RequestRepeat, "Broker:RequestRepeatMax must not be shorter than Broker:RequestRepeat.");
        faults.Unless(broker.IdleDisconnect > TimeSpan.Zero, "Broker:IdleDisconnect must be longer than zero.");
        faults.Unless(broker.ReconnectWait > TimeSpan.Zero, "Broker:ReconnectWait must be longer than zero.");
        faults.Unless(broker.AnswerWait > TimeSpan.Zero, "Broker:AnswerWait must be longer than zero.");
    }

    private static void AddAll(ValidateOptionsResult result, string name, SettingFaults faults)
    {
        foreach (var failure in result.Failures ?? [])
        {
            faults.Add($"{name}: {failure}");
        }
    }
}
