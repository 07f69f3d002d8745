using TicketFlow.PrinterMonitor.Snmp.Ber;

namespace TicketFlow.PrinterMonitor.Snmp.Transport;

/// <summary>A trap or inform of any version, with its v2 identity.</summary>
internal sealed record NotificationPdu(PduHeader Header, Oid TrapOid, IReadOnlyList<VarBind> Variables)
{
    private const int EnterpriseSpecific = 6;

    private static readonly Oid TrapOidVariable = Oid.Parse("1.3.6.1.6.3.1.1.4.1.0");
    private static readonly Oid StandardTraps = Oid.Parse("1.3.6.1.6.3.1.1.5");

    public bool IsInform => Header.Type == PduType.Inform;

    public SnmpPdu Answer() => new(new PduHeader(PduType.Response, Header.RequestId, 0, 0), Variables);

    /// <param name="message">Positioned at the PDU.</param>
    /// <param name="pdu">The notification.</param>
    /// <param name="reason">Why there is none.</param>
    public static bool TryRead(ref BerReader message, out NotificationPdu pdu, out DropReason reason)
    {
        pdu = null!;
        reason = DropReason.Malformed;
        var type = (PduType)message.PeekTag;
        var content = new BerReader(message.ReadAny(out _));
        if (message.Failed)
        {
            return false;
        }

        switch (type)
        {
            case PduType.TrapV1:
                return TryReadV1(ref content, out pdu);
            case PduType.TrapV2 or PduType.Inform:
                if (!PduCodec.TryReadHeader(ref content, type, out var header)
                    || !PduCodec.TryReadVariables(ref content, out var variables))
                {
                    return false;
                }

                pdu = new NotificationPdu(header, variables.FirstOrDefault(v => v.Oid == TrapOidVariable).Value.Oid, variables);
                return !pdu.TrapOid.IsEmpty;
            default:
                reason = DropReason.UnexpectedPdu;
                return false;
        }
    }

    /// <summary>RFC 1157 section 4.1.6, translated as RFC 3584 section 3.1 says.</summary>
    private static bool TryReadV1(ref BerReader content, out NotificationPdu pdu)
    {
        var enterprise = content.ObjectIdentifier(content.Read(SnmpType.ObjectIdentifier));
        content.Read(SnmpType.IpAddress);
        var generic = content.ReadInt32();
        var specific = content.ReadInt32();
        content.Read(SnmpType.TimeTicks);
        var valid = PduCodec.TryReadVariables(ref content, out var variables) && generic is >= 0 and <= EnterpriseSpecific && specific >= 0
            && enterprise.Length <= Oid.MaxLength - 2;
        var identity = !valid ? default
            : generic == EnterpriseSpecific ? enterprise.Append(0, (uint)specific)
            : StandardTraps.Append((uint)generic + 1);
        pdu = new NotificationPdu(new PduHeader(PduType.TrapV1, 0, generic, specific), identity, variables);
        return valid;
    }
}
