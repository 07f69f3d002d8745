using System.Runtime.InteropServices;

namespace TicketFlow.PrinterMonitor.Snmp;

/// <summary>The PDU tags of RFC 3416 section 3 and, for v1 traps, RFC 1157.</summary>
public enum PduType : byte
{
    Get = 0xa0,
    GetNext = 0xa1,
    Response = 0xa2,
    Set = 0xa3,
    TrapV1 = 0xa4,
    GetBulk = 0xa5,
    Inform = 0xa6,
    TrapV2 = 0xa7,
    Report = 0xa8,
}

/// <summary>RFC 3416 section 3, error-status; only the codes an answer to a read can carry have a name.</summary>
public enum SnmpErrorStatus
{
    NoError = 0,
    TooBig = 1,
    NoSuchName = 2,
    BadValue = 3,
    ReadOnly = 4,
    GenErr = 5,
    NoAccess = 6,
    ResourceUnavailable = 13,
    AuthorizationError = 16,
}

/// <summary>The fields before the variables. GETBULK keeps non-repeaters in <c>First</c> and max-repetitions in <c>Second</c>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PduHeader(PduType Type, int RequestId, int First, int Second)
{
    public SnmpErrorStatus ErrorStatus => (SnmpErrorStatus)First;

    public int ErrorIndex => Second;
}

internal sealed record SnmpPdu(PduHeader Header, IReadOnlyList<VarBind> Variables);
