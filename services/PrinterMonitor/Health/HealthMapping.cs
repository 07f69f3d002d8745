namespace TicketFlow.PrinterMonitor.Health;

/// <summary>
/// Reading to health: pure, total, the same answer for the same reading. Causes come from the error bits, alerts, display and levels.
/// </summary>
public static class HealthMapping
{
    private const int DeviceUnknown = 1;
    private const int Warning = 3;
    private const int Testing = 4;
    private const int Down = 5;
    private const int PrinterOther = 1;
    private const int PrinterUnknown = 2;
    private const int PrinterIdle = 3;
    private const int PrinterPrinting = 4;
    private const int PrinterWarmup = 5;
    private const int ErrorBits = 15;

    public static PrinterHealth Map(DeviceProfile profile, PrinterReading reading, QuirkTable quirks)
    {
        var supplies = SupplyLevels.Of(profile, reading);
        var trays = TraysOf(profile, reading);
        var causes = CausesOf(profile, reading, quirks, supplies, trays);
        var status = StatusOf(reading, causes, supplies.Count + trays.Count > 0);
        if (causes.Count == 0 && status is HealthStatus.Warning or HealthStatus.Offline)
        {
            causes.Add(Unexplained(reading, status));
        }

        return new PrinterHealth
        {
            Status = status,
            Activity = ActivityOf(reading, quirks),
            Causes = [.. causes],
            Supplies = supplies,
            Trays = trays,
            Counters = reading.Counters,
            Alerts = reading.Alerts,
            DisplayText = string.Join(" / ", reading.Display),
        };
    }

    private static HealthCause Unexplained(PrinterReading reading, HealthStatus status) =>
        status == HealthStatus.Offline ? HealthCause.DeviceDown
        : reading.DeviceStatus == Testing ? HealthCause.Testing
        : HealthCause.Unspecified;

    private static SortedSet<HealthCause> CausesOf(
        DeviceProfile profile, PrinterReading reading, QuirkTable quirks, List<SupplyHealth> supplies, List<TrayHealth> trays)
    {
        var causes = new SortedSet<HealthCause>(BitsOf(reading.ErrorState));
        causes.UnionWith(reading.Alerts.Select(AlertCauses.Of).OfType<HealthCause>());
        causes.UnionWith(profile.Quirks.Display
            .Where(quirk => reading.Display.Any(line => line.Contains(quirk.Text, StringComparison.OrdinalIgnoreCase)))
            .Select(quirk => quirk.Cause));
        SupplyLevels.AddCauses(causes, profile, reading, supplies, quirks);
        AddPaper(causes, reading, trays);
        if (causes.Contains(HealthCause.PaperEmpty))
        {
            causes.Remove(HealthCause.PaperLow);
        }

        return causes;
    }

    /// <summary>Bit 0 is the most significant bit of the first octet; none to any number of octets may come.</summary>
    private static IEnumerable<HealthCause> BitsOf(ReadOnlyMemory<byte>? errorState)
    {
        var octets = errorState ?? ReadOnlyMemory<byte>.Empty;
        for (var bit = 0; bit < ErrorBits && bit / 8 < octets.Length; bit++)
        {
            if ((octets.Span[bit / 8] & (0x80 >> (bit % 8))) != 0)
            {
                yield return (HealthCause)bit;
            }
        }
    }

    /// <summary>One empty tray is no trouble while others feed, unless the device warns and nothing else explains it (Ricoh).</summary>
    private static void AddPaper(SortedSet<HealthCause> causes, PrinterReading reading, List<TrayHealth> trays)
    {
        var feeding = trays.Where(tray => tray.FeedsByItself).ToList();
        if (feeding.Count > 0 && feeding.TrueForAll(tray => tray.IsEmpty))
        {
            causes.Add(HealthCause.PaperEmpty);
        }

        if (reading.DeviceStatus == Warning && causes.Count == 0 && feeding.Exists(tray => tray.IsEmpty))
        {
            causes.Add(HealthCause.InputTrayEmpty);
        }
    }

    private static HealthStatus StatusOf(PrinterReading reading, SortedSet<HealthCause> causes, bool hasParts)
    {
        if (causes.Contains(HealthCause.Offline) || reading.DeviceStatus == Down
            || (reading.PrinterStatus == PrinterOther && causes.Any(StateReasons.Stopping.Contains)))
        {
            return HealthStatus.Offline;
        }

        if (causes.Count > 0 || reading.DeviceStatus is Warning or Testing)
        {
            return HealthStatus.Warning;
        }

        if (reading.PrinterStatus == PrinterPrinting)
        {
            return HealthStatus.Printing;
        }

        // Running (2) with other (1) is power save, and warming up is ready soon.
        var silent = reading.DeviceStatus == null && !hasParts && reading.ErrorState == null;
        return reading.PrinterStatus is null or PrinterUnknown && (reading.DeviceStatus == DeviceUnknown || silent)
            ? HealthStatus.Unknown
            : HealthStatus.Ready;
    }

    private static PrinterActivity ActivityOf(PrinterReading reading, QuirkTable quirks) => reading.PrinterStatus switch
    {
        PrinterPrinting => PrinterActivity.Printing,
        PrinterWarmup => PrinterActivity.WarmingUp,
        _ when reading.Display.Any(line => quirks.SleepWords.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase)))
            => PrinterActivity.Sleeping,
        PrinterIdle => PrinterActivity.Idle,
        _ => PrinterActivity.Unknown,
    };

    private static List<TrayHealth> TraysOf(DeviceProfile profile, PrinterReading reading) =>
    [
        .. profile.Trays.Select(tray =>
        {
            var level = SupplyLevels.NumberOf(reading.TrayLevels, tray.Index);
            var status = SupplyLevels.NumberOf(reading.TrayStatus, tray.Index);
            var kind = SupplyLevels.KindOf(level, tray.MaxCapacity is > 0);
            return new TrayHealth(tray.IndexText, tray.Name, level, tray.MaxCapacity, kind, tray.FeedsByItself, status);
        }),
    ];
}
