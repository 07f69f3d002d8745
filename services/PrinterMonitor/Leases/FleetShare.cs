namespace TicketFlow.PrinterMonitor.Leases;

/// <summary>Which resources are this monitor's now. A lease that could not be renewed in time owns nothing.</summary>
internal sealed class FleetShare(TimeProvider clock)
{
    private volatile Snapshot _now = new([], 0, 0);

    /// <summary>This process; another after each start, so that a dead one's lease is never taken for ours.</summary>
    public Guid Me { get; } = Guid.NewGuid();

    /// <summary>Counts changes of the members; what was shared out under another number is out of date.</summary>
    public int Generation => _now.Generation;

    public IReadOnlyList<Guid> Members => _now.Members;

    /// <summary>Whether this monitor asks this resource.</summary>
    public bool IsMine(string resource) => IsLive && Rendezvous.OwnerOf(resource, _now.Members) == Me;

    public bool IsLive => clock.GetTimestamp() < _now.ValidUntil;

    /// <summary>The lease was renewed; these live now.</summary>
    /// <param name="members">All that live, this one included.</param>
    /// <param name="askedAt">Timestamp before the database was asked: the lease is counted from there, never too long.</param>
    /// <param name="leaseFor">How long it is valid.</param>
    public void Renewed(IReadOnlyList<Guid> members, long askedAt, TimeSpan leaseFor)
    {
        var validUntil = askedAt + (long)(leaseFor.TotalSeconds * clock.TimestampFrequency);
        var before = _now;
        var lapsed = clock.GetTimestamp() >= before.ValidUntil;
        var changed = lapsed || !before.Members.SequenceEqual(members);
        _now = new Snapshot([.. members], validUntil, changed ? before.Generation + 1 : before.Generation);
    }

    /// <summary>This monitor ends, or lost its database.</summary>
    public void GaveUp() => _now = new Snapshot([], 0, _now.Generation + 1);

    private sealed record Snapshot(IReadOnlyList<Guid> Members, long ValidUntil, int Generation);
}
