namespace TicketFlow.Contracts.Health;

/// <summary>What a resource can do. Stored in events; never rename.</summary>
public static class HealthStatuses
{
    /// <summary>Nobody has looked yet, or it says nothing about itself.</summary>
    public const string Unknown = "unknown";

    /// <summary>It works, printing or not.</summary>
    public const string Ready = "ready";

    /// <summary>It works, and somebody should look after it.</summary>
    public const string Warning = "warning";

    /// <summary>It does not work, or does not answer.</summary>
    public const string Stopped = "stopped";
}

/// <summary>What a resource does at the moment. Stored in events; never rename.</summary>
public static class HealthActivities
{
    public const string Idle = "idle";
    public const string Printing = "printing";
    public const string WarmingUp = "warming-up";
    public const string Sleeping = "sleeping";
}

/// <summary>Where health is known from. Stored in events; never rename.</summary>
public static class HealthSources
{
    public const string Snmp = "snmp";
    public const string Ipp = "ipp";
}

/// <summary>How full, in steps. Stored in events; never rename.</summary>
public static class LevelSteps
{
    /// <summary>The device does not say.</summary>
    public const string Unknown = "unknown";

    /// <summary>Nothing left.</summary>
    public const string Empty = "empty";

    /// <summary>Up to 10 %.</summary>
    public const string Low = "low";

    /// <summary>Up to 25 %.</summary>
    public const string Quarter = "quarter";

    /// <summary>Up to 50 %.</summary>
    public const string Half = "half";

    /// <summary>More than 50 %.</summary>
    public const string Plenty = "plenty";

    /// <summary>Something is left; the device does not say how much.</summary>
    public const string Some = "some";
}

/// <summary>Kinds of supplies. Stored in events; never rename.</summary>
public static class SupplyKinds
{
    public const string Toner = "toner";
    public const string Ink = "ink";
    public const string Ribbon = "ribbon";
    public const string Drum = "drum";
    public const string Developer = "developer";
    public const string Fuser = "fuser";
    public const string Transfer = "transfer";
    public const string Waste = "waste";
    public const string Staples = "staples";
    public const string Other = "other";
}

/// <summary>Names on the broker (docs/protocol.md, "Health").</summary>
public static class HealthTopology
{
    /// <summary>
    /// The exchange the monitor writes to (topic, durable): RH1 under <c>changed.RESOURCE</c>, RA1 under <c>checked.RESOURCE</c>.
    /// </summary>
    public const string Exchange = "tf.health";

    /// <summary>The ticket servers' queue, bound with <c>#</c>.</summary>
    public const string ServerQueue = "tf.health.server";

    /// <summary>Routing key of a change; dots in names do no harm, for <c>#</c> takes any number of words.</summary>
    public static string ChangedKey(string resource) => "changed." + resource;

    /// <summary>Routing key of a check's answer.</summary>
    public static string CheckedKey(string resource) => "checked." + resource;
}
