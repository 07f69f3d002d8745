using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.Health;

/// <summary>Who a device is. Serial, MAC and name find it again at another address.</summary>
public sealed record DeviceIdentity(
    string Model, string Vendor, string SerialNumber, string MacAddress, string SystemName, Oid SystemObjectId);

/// <summary>What does not change between polls of one supply (prtMarkerSupplies). Null where the device leaves a column out.</summary>
public sealed record SupplyDefinition(
    Oid Index, string Name, string? Colour, int? Type, int? Class, int? Unit, int? MaxCapacity)
{
    /// <summary>The index as text, made once: every poll of every printer names it.</summary>
    internal string IndexText { get; } = Index.ToString();

    internal bool IsColour => SupplyTypes.IsColour(Type) && Class != SupplyTypes.ReceptacleClass;

    internal bool IsReceptacle => SupplyTypes.IsReceptacle(Type, Class);
}

/// <summary>What does not change between polls of one tray (prtInput).</summary>
/// <param name="Index">As the device gave it.</param>
/// <param name="Name">prtInputName, else prtInputDescription, else the index.</param>
/// <param name="Type">prtInputType.</param>
/// <param name="MaxCapacity">Sheets, or -1 and -2.</param>
/// <param name="FeedsByItself">Not a manual, bypass or multi-purpose tray.</param>
public sealed record TrayDefinition(Oid Index, string Name, int? Type, int? MaxCapacity, bool FeedsByItself)
{
    internal string IndexText { get; } = Index.ToString();
}

/// <summary>What discovery found: read again when the device restarted, its configuration counter moved, or hours went by.</summary>
/// <param name="CounterUnit">
/// Unit of the page counters (prtMarkerCounterUnit), which polls do not ask for again; null when not told.
/// </param>
public sealed record DeviceProfile(
    DeviceIdentity Identity,
    VendorQuirks Quirks,
    uint DeviceIndex,
    int? CharacterSet,
    int? CounterUnit,
    IReadOnlyList<SupplyDefinition> Supplies,
    IReadOnlyList<TrayDefinition> Trays,
    PollPlan Plan)
{
    private static readonly SharedParts Shared = new();

    internal static DeviceProfile Read(MibView mib, QuirkTable quirks)
    {
        var index = FindDevice(mib);
        var characterSet = (int?)mib.First(PrinterMib.CharacterSet).AsNumber();
        var identity = IdentityOf(mib, index, characterSet, quirks, out var vendor);
        var supplies = Shared.Of(SuppliesOf(mib, characterSet, quirks));
        var trays = Shared.Of(TraysOf(mib, characterSet, quirks));
        return new DeviceProfile(
            identity, vendor, index, characterSet, (int?)mib.First(PrinterMib.MarkerUnit).AsNumber(), supplies, trays,
            PollPlan.For(mib, index).Share(Shared));
    }

    /// <summary>hrDeviceIndex of the printer: the first row of the printer table, else the device that says it is one.</summary>
    private static uint FindDevice(MibView mib)
    {
        foreach (var row in mib.Column(PrinterMib.PrinterStatus).Concat(mib.Column(PrinterMib.PrinterErrorState)).OrderBy(row => row.Key))
        {
            return row.Key.Last;
        }

        foreach (var row in mib.Column(PrinterMib.DeviceType).Where(row => row.Value.Oid == PrinterMib.DevicePrinter))
        {
            return row.Key.Last;
        }

        return mib.Column(PrinterMib.DeviceStatus).Concat(mib.Column(PrinterMib.DeviceDescr))
            .Select(row => (uint?)row.Key.Last).Min() ?? 1;
    }

    private static DeviceIdentity IdentityOf(MibView mib, uint index, int? set, QuirkTable quirks, out VendorQuirks vendor)
    {
        string TextOf(Oid column) => DeviceText.Decode(mib.First(column), set);
        var systemObjectId = mib.First(PrinterMib.SysObjectId).Oid;
        var description = TextOf(PrinterMib.SysDescr);
        var model = DeviceText.Decode(mib.At(PrinterMib.DeviceDescr, index), set);
        vendor = quirks.VendorOf(systemObjectId, $"{model} {description}");
        var mac = mib.Column(PrinterMib.IfPhysAddress)
            .Select(row => row.Value.Octets)
            .FirstOrDefault(octets => octets.Length == 6 && octets.Span.ContainsAnyExcept((byte)0));
        return new DeviceIdentity(
            Shared.Of(model.Length > 0 ? model : description),
            vendor.Name,
            TextOf(PrinterMib.SerialNumber),
            Convert.ToHexStringLower(mac.Span),
            TextOf(PrinterMib.SysName),
            systemObjectId);
    }

    private static List<SupplyDefinition> SuppliesOf(MibView mib, int? set, QuirkTable quirks)
    {
        var descriptions = mib.Rows(PrinterMib.SupplyDescription);
        var (types, classes) = (mib.Rows(PrinterMib.SupplyType), mib.Rows(PrinterMib.SupplyClass));
        var (units, maxima) = (mib.Rows(PrinterMib.SupplyUnit), mib.Rows(PrinterMib.SupplyMax));
        var (colorants, colours) = (mib.Rows(PrinterMib.SupplyColorant), mib.Rows(PrinterMib.ColorantValue));
        var indexes = Indexes(
            mib.Rows(PrinterMib.SupplyMarker), descriptions, types, classes, units, maxima, mib.Rows(PrinterMib.SupplyLevel));
        return [.. indexes.Select(index =>
        {
            var name = descriptions.TextAt(index, set);
            var guess = types.ContainsKey(index) ? null : quirks.SupplyWords.FirstOrDefault(words => words.Match(name));
            var colour = ColourOf(index, colorants, colours, set);
            return new SupplyDefinition(index, name, colour, guess?.Type ?? types.NumberAt(index), guess?.Class ?? classes.NumberAt(index),
                units.NumberAt(index), maxima.NumberAt(index));
        })];
    }

    /// <summary>Kyocera names supplies by part number only: the colour is found by the colorant's index within the same device.</summary>
    private static string? ColourOf(Oid index, Dictionary<Oid, SnmpValue> colorants, Dictionary<Oid, SnmpValue> colours, int? set)
    {
        var colorant = colorants.NumberAt(index) is > 0 and { } number ? (uint)number : 0;
        var text = colorant == 0 || index.IsEmpty ? string.Empty : colours.TextAt(new Oid(index.Parts[0], colorant), set);
        return text.Length > 0 ? text : null;
    }

    private static List<TrayDefinition> TraysOf(MibView mib, int? set, QuirkTable quirks)
    {
        var (types, maxima) = (mib.Rows(PrinterMib.InputType), mib.Rows(PrinterMib.InputMax));
        var (names, descriptions) = (mib.Rows(PrinterMib.InputName), mib.Rows(PrinterMib.InputDescription));
        var indexes = Indexes(types, maxima, names, descriptions, mib.Rows(PrinterMib.InputLevel), mib.Rows(PrinterMib.InputStatus));
        return [.. indexes.Select(index =>
        {
            string[] candidates = [names.TextAt(index, set), descriptions.TextAt(index, set), $"#{index}"];
            var name = candidates.First(candidate => candidate.Length > 0);
            var type = types.NumberAt(index);
            return new TrayDefinition(index, name, type, maxima.NumberAt(index), FeedsByItself(type, name, quirks));
        })];
    }

    private static bool FeedsByItself(int? type, string name, QuirkTable quirks)
    {
        const int SheetFeedManual = 5;
        var compact = name.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return type != SheetFeedManual && !quirks.HandFeedWords.Any(word => compact.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A row exists when any of its columns does: devices leave out columns as they like.</summary>
    private static IEnumerable<Oid> Indexes(params ReadOnlySpan<Dictionary<Oid, SnmpValue>> columns)
    {
        var indexes = new SortedSet<Oid>();
        foreach (var column in columns)
        {
            indexes.UnionWith(column.Keys);
        }

        return indexes;
    }
}
