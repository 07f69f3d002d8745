using TicketFlow.PrinterMonitor.Snmp.Transport;

namespace TicketFlow.PrinterMonitor.Snmp.Usm;

/// <summary>usmStats (RFC 3414 section 5): what an engine complains of.</summary>
internal static class UsmReports
{
    public const int MaxSteps = 4;

    public static readonly Oid UnsupportedSecurityLevels = Oid.Parse("1.3.6.1.6.3.15.1.1.1.0");
    public static readonly Oid NotInTimeWindows = Oid.Parse("1.3.6.1.6.3.15.1.1.2.0");
    public static readonly Oid UnknownUserNames = Oid.Parse("1.3.6.1.6.3.15.1.1.3.0");
    public static readonly Oid UnknownEngineIds = Oid.Parse("1.3.6.1.6.3.15.1.1.4.0");
    public static readonly Oid WrongDigests = Oid.Parse("1.3.6.1.6.3.15.1.1.5.0");
    public static readonly Oid DecryptionErrors = Oid.Parse("1.3.6.1.6.3.15.1.1.6.0");

    private static readonly Dictionary<Oid, SnmpFailure> Failures = new()
    {
        [UnsupportedSecurityLevels] = SnmpFailure.UnsupportedSecurityLevel,
        [NotInTimeWindows] = SnmpFailure.NotInTimeWindow,
        [UnknownUserNames] = SnmpFailure.UnknownUser,
        [UnknownEngineIds] = SnmpFailure.DiscoveryFailed,
        [WrongDigests] = SnmpFailure.AuthFailure,
        [DecryptionErrors] = SnmpFailure.PrivacyFailure,
    };

    public static SnmpFailure FailureOf(ExchangeResult report) =>
        report.Pdu is { Variables: [var first, ..] }
            ? Failures.GetValueOrDefault(first.Oid, SnmpFailure.DeviceError)
            : SnmpFailure.DeviceError;
}
