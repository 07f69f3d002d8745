namespace TicketFlow.PrinterMonitor.Snmp;

/// <summary>Why a packet was dropped. Dropping does nothing but count.</summary>
public enum DropReason
{
    /// <summary>Not a well-formed SNMP message.</summary>
    Malformed,
    UnknownVersion,

    /// <summary>The id belongs to no request that waits.</summary>
    UnknownId,

    /// <summary>The id belongs to a request that is answered or given up: a late or doubled answer.</summary>
    Late,

    /// <summary>A waiting id from another address than the one asked.</summary>
    WrongSource,

    /// <summary>A PDU type that has no business here, such as a request.</summary>
    UnexpectedPdu,

    /// <summary>Version, community, user or engine differ from the request's.</summary>
    WrongIdentity,

    /// <summary>Less security than the request had (only reports may).</summary>
    WeakerSecurity,
    BadDigest,
    BadEncryption,
    OutsideTimeWindow,

    /// <summary>Notifications arrive faster than they are read.</summary>
    Overflow,

    /// <summary>Reading the packet failed in a way nobody foresaw: a bug here. Must stay 0.</summary>
    Fault,
}

/// <summary>Counts of the SNMP side since the start; safe from any thread.</summary>
public sealed class SnmpCounters
{
    private readonly long[] _drops = new long[Enum.GetValues<DropReason>().Length];
    private long _sent;
    private long _resent;
    private long _answered;
    private long _timeouts;
    private long _loops;

    public long Sent => Interlocked.Read(ref _sent);

    public long Resent => Interlocked.Read(ref _resent);

    public long Answered => Interlocked.Read(ref _answered);

    public long Timeouts => Interlocked.Read(ref _timeouts);

    /// <summary>Walks ended because the device answered an identifier that was not larger than the last one.</summary>
    public long Loops => Interlocked.Read(ref _loops);

    /// <summary>Dropped packets by reason, without those that never came.</summary>
    public IReadOnlyDictionary<DropReason, long> Drops =>
        Enum.GetValues<DropReason>().Where(reason => this[reason] > 0).ToDictionary(reason => reason, reason => this[reason]);

    public long Dropped => Enum.GetValues<DropReason>().Sum(reason => this[reason]);

    public long this[DropReason reason] => Interlocked.Read(ref _drops[(int)reason]);

    internal void Drop(DropReason reason) => Interlocked.Increment(ref _drops[(int)reason]);

    internal void CountSent() => Interlocked.Increment(ref _sent);

    internal void CountResent() => Interlocked.Increment(ref _resent);

    internal void CountAnswer() => Interlocked.Increment(ref _answered);

    internal void CountTimeout() => Interlocked.Increment(ref _timeouts);

    internal void CountLoop() => Interlocked.Increment(ref _loops);
}
