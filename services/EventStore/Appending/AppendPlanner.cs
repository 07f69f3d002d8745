namespace TicketFlow.EventStore.Appending;

/// <summary>
/// Decides, without IO, which units fit the streams as they stand. Units are judged in order; a later unit of the same stream sees the
/// versions after the earlier ones, so several writers of one stream can share a transaction.
/// </summary>
internal static class AppendPlanner
{
    /// <param name="units">The units in arrival order.</param>
    /// <param name="lookUp">The stream's row before the transaction, or null when there is none.</param>
    /// <param name="timestamp">Recorded with every event.</param>
    public static AppendPlan Plan(IReadOnlyList<AppendUnit> units, Func<StreamOperation, StreamRow?> lookUp, DateTimeOffset timestamp)
    {
        var plan = new AppendPlan();
        foreach (var unit in units)
        {
            if (FirstReasonAgainst(unit, plan, lookUp) is { } reason)
            {
                plan.Rejected.Add((unit, reason));
            }
            else
            {
                Accept(unit, plan, timestamp);
            }
        }

        return plan;
    }

    /// <summary>Whether every unit says itself where its streams stand, so that the writes need no read before them.</summary>
    public static bool CanPlanBlind(IReadOnlyList<AppendUnit> units)
    {
        foreach (var unit in units)
        {
            foreach (var operation in unit.Operations)
            {
                if (operation.VersionBefore is null || operation.Archive)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>The row a stream must have if its first unit is right.</summary>
    public static StreamRow? Expected(StreamOperation operation) =>
        operation.VersionBefore is > 0 and { } version ? new StreamRow(version, IsArchived: false) : null;

    private static Exception? FirstReasonAgainst(AppendUnit unit, AppendPlan plan, Func<StreamOperation, StreamRow?> lookUp)
    {
        foreach (var operation in unit.Operations)
        {
            if (!plan.Streams.TryGetValue(operation.Key, out var stream))
            {
                stream = new StreamChange(operation.Key, lookUp(operation));
                plan.Streams.Add(operation.Key, stream);
            }

            if (ReasonAgainst(operation, stream) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    private static Exception? ReasonAgainst(StreamOperation operation, StreamChange stream)
    {
        if (stream.Archived && operation.Events.Count > 0)
        {
            return new InvalidStreamOperationException(operation.Key);
        }

        if (operation.MustStart && stream.Exists)
        {
            return new ExistingStreamIdCollisionException(operation.Key);
        }

        return operation.VersionBefore is { } expected && expected != stream.VersionAfter
            ? new EventStreamUnexpectedMaxEventIdException(operation.Key, expected, stream.VersionAfter)
            : null;
    }

    private static void Accept(AppendUnit unit, AppendPlan plan, DateTimeOffset timestamp)
    {
        foreach (var operation in unit.Operations)
        {
            var stream = plan.Streams[operation.Key];
            if (!stream.Exists && operation.Events.Count > 0)
            {
                stream.Exists = true;
                stream.AggregateAlias = operation.AggregateAlias;
                stream.Aggregate = operation.Aggregate;
            }

            foreach (var @event in operation.Events)
            {
                @event.Version = ++stream.VersionAfter;
                stream.Events.Add(@event);
            }

            stream.ArchivedHere |= operation.Archive;
            stream.Archived |= operation.Archive;
        }

        foreach (var @event in unit.Events)
        {
            @event.Timestamp = timestamp;
            plan.Events.Add(@event);
        }

        plan.Accepted.Add(unit);
    }
}
