namespace TicketFlow.PrinterMonitor.Snmp;

/// <summary>Why a request has no values.</summary>
public enum SnmpFailure
{
    None,

    /// <summary>No answer after all retries. A state of its own: it says nothing about the device's health.</summary>
    Timeout,

    /// <summary>This machine could not send (no route, no permission).</summary>
    SendFailed,

    /// <summary>usmStatsUnknownUserNames.</summary>
    UnknownUser,

    /// <summary>usmStatsWrongDigests: the authentication password or protocol is wrong.</summary>
    AuthFailure,

    /// <summary>usmStatsDecryptionErrors: the privacy password or protocol is wrong.</summary>
    PrivacyFailure,

    /// <summary>usmStatsUnsupportedSecLevels.</summary>
    UnsupportedSecurityLevel,

    /// <summary>The engine's clock could not be followed; one re-synchronisation happens by itself.</summary>
    NotInTimeWindow,

    /// <summary>The engine id could not be learned, or changed with every answer.</summary>
    DiscoveryFailed,

    /// <summary>Not even one variable fits into the device's answer.</summary>
    TooBig,

    /// <summary>authorizationError or noAccess.</summary>
    AccessDenied,

    /// <summary>Any other error-status of the device.</summary>
    DeviceError,

    /// <summary>The right id from the right address, but variables that cannot be read or were not asked for.</summary>
    MalformedAnswer,

    /// <summary>The privacy or digest algorithm is not available on this machine.</summary>
    UnsupportedCrypto,
}

/// <summary>Values, or the reason why there are none. Missing objects are values (<see cref="SnmpValue.IsMissing"/>), in v1 too.</summary>
public sealed record SnmpResult(
    SnmpFailure Failure, IReadOnlyList<VarBind> Variables, SnmpErrorStatus ErrorStatus = SnmpErrorStatus.NoError)
{
    public bool Succeeded => Failure == SnmpFailure.None;

    internal static SnmpResult Of(IReadOnlyList<VarBind> variables) => new(SnmpFailure.None, variables);

    internal static SnmpResult Failed(SnmpFailure failure, SnmpErrorStatus status = SnmpErrorStatus.NoError) => new(failure, [], status);
}

/// <summary>A walk that broke off; the values before it were good.</summary>
public sealed class SnmpFailureException(SnmpFailure failure, string message) : Exception(message)
{
    public SnmpFailureException()
        : this(SnmpFailure.None, "The SNMP request failed.")
    {
    }

    public SnmpFailureException(string message)
        : this(SnmpFailure.None, message)
    {
    }

    public SnmpFailureException(string message, Exception innerException)
        : this(SnmpFailure.None, $"{message} {innerException?.Message}")
    {
    }

    public SnmpFailure Failure { get; } = failure;
}
