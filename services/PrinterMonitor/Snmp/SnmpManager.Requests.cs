namespace TicketFlow.PrinterMonitor.Snmp;

/// <summary>What makes one question of several packets: answers too big, cut short, or refused for one variable.</summary>
public sealed partial class SnmpManager
{
    private const int MaxRepetitionsLimit = 100;

    /// <summary>
    /// GETBULK (RFC 3416 section 4.2.3): the variables as the device sent them, first those of <paramref name="scalars"/>, then row by
    /// row. The device may send fewer rows. In v1, and when not even one row fits, GETNEXT asks for one row.
    /// </summary>
    public async Task<SnmpResult> GetBulkAsync(
        SnmpTarget target, IReadOnlyList<Oid> scalars, IReadOnlyList<Oid> columns, int maxRepetitions, CancellationToken ct)
    {
        Oid[] oids = [.. scalars, .. columns];
        var repetitions = Math.Clamp(maxRepetitions, 1, MaxRepetitionsLimit);
        while (target.Credentials.Version != SnmpVersion.V1 && repetitions >= 1)
        {
            var header = new PduHeader(PduType.GetBulk, 0, scalars.Count, repetitions);
            var (failure, pdu) = await AskAsync(target, header, oids, ct);
            if (failure is null && pdu!.Header.ErrorStatus == SnmpErrorStatus.NoError && pdu.Variables.Count > 0)
            {
                return SnmpResult.Of(pdu.Variables);
            }

            if (failure is { Failure: not SnmpFailure.MalformedAnswer })
            {
                return failure;
            }

            if (pdu is not null && pdu.Header.ErrorStatus is not (SnmpErrorStatus.TooBig or SnmpErrorStatus.NoError))
            {
                return Refused(pdu.Header);
            }

            repetitions /= 2;
        }

        return await AskEachAsync(target, PduType.GetNext, oids, ct);
    }

    private async Task<SnmpResult> AskEachAsync(SnmpTarget target, PduType type, IReadOnlyList<Oid> oids, CancellationToken ct)
    {
        if (oids.Count == 0)
        {
            return SnmpResult.Of([]);
        }

        var (failure, pdu) = await AskAsync(target, new PduHeader(type, 0, 0, 0), oids, ct);
        if (failure is not null)
        {
            return failure.Failure == SnmpFailure.MalformedAnswer && oids.Count > 1 ? await HalvesAsync(target, type, oids, ct) : failure;
        }

        return pdu!.Header.ErrorStatus switch
        {
            SnmpErrorStatus.NoError => await TakeAsync(target, type, oids, pdu.Variables, ct),
            SnmpErrorStatus.TooBig when oids.Count > 1 => await HalvesAsync(target, type, oids, ct),
            SnmpErrorStatus.NoSuchName => await WithoutAsync(target, type, oids, pdu.Header.ErrorIndex, ct),
            _ => Refused(pdu.Header),
        };
    }

    /// <summary>All asked for, or the part that fitted and then the rest.</summary>
    private async Task<SnmpResult> TakeAsync(
        SnmpTarget target, PduType type, IReadOnlyList<Oid> oids, IReadOnlyList<VarBind> variables, CancellationToken ct)
    {
        if (variables.Count == 0 || variables.Count > oids.Count
            || (type == PduType.Get && !variables.Select((v, i) => v.Oid == oids[i]).All(same => same)))
        {
            return SnmpResult.Failed(SnmpFailure.MalformedAnswer);
        }

        return variables.Count == oids.Count
            ? SnmpResult.Of(variables)
            : Join(SnmpResult.Of(variables), await AskEachAsync(target, type, [.. oids.Skip(variables.Count)], ct));
    }

    private async Task<SnmpResult> HalvesAsync(SnmpTarget target, PduType type, IReadOnlyList<Oid> oids, CancellationToken ct)
    {
        var half = oids.Count / 2;
        var first = await AskEachAsync(target, type, [.. oids.Take(half)], ct);
        return first.Succeeded ? Join(first, await AskEachAsync(target, type, [.. oids.Skip(half)], ct)) : first;
    }

    /// <summary>
    /// v1 names one variable it does not have (RFC 1157 section 4.1.2): it becomes a missing value, the rest is asked again.
    /// </summary>
    private async Task<SnmpResult> WithoutAsync(SnmpTarget target, PduType type, IReadOnlyList<Oid> oids, int index, CancellationToken ct)
    {
        var kind = type == PduType.Get ? SnmpType.NoSuchObject : SnmpType.EndOfMibView;
        if (oids.Count == 1)
        {
            return SnmpResult.Of([new VarBind(oids[0], SnmpValue.Missing(kind))]);
        }

        if (index < 1 || index > oids.Count)
        {
            return await HalvesAsync(target, type, oids, ct);
        }

        var at = index - 1;
        var rest = await AskEachAsync(target, type, [.. oids.Where((_, i) => i != at)], ct);
        var missing = new VarBind(oids[at], SnmpValue.Missing(kind));
        return rest.Succeeded ? SnmpResult.Of([.. rest.Variables.Take(at), missing, .. rest.Variables.Skip(at)]) : rest;
    }

    private static SnmpResult Join(SnmpResult first, SnmpResult second) =>
        second.Succeeded ? SnmpResult.Of([.. first.Variables, .. second.Variables]) : second;

    private static SnmpResult Refused(PduHeader header) => SnmpResult.Failed(
        header.ErrorStatus switch
        {
            SnmpErrorStatus.TooBig => SnmpFailure.TooBig,
            SnmpErrorStatus.NoAccess or SnmpErrorStatus.AuthorizationError => SnmpFailure.AccessDenied,
            _ => SnmpFailure.DeviceError,
        },
        header.ErrorStatus);
}
