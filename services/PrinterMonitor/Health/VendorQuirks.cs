using System.Text.Json;
using System.Text.Json.Serialization;
using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.Health;

/// <summary>A device whose display is the only place that tells a cause.</summary>
public sealed record DisplayQuirk(string Text, HealthCause Cause);

/// <summary>How to guess a supply's type from its name when the device leaves the type out.</summary>
public sealed record SupplyWords(int Type, int? Class = null)
{
    public IReadOnlyList<string> Words { get; init; } = [];

    public IReadOnlyList<string> Prefixes { get; init; } = [];

    internal bool Match(string name) =>
        Words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))
        || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What is special about one maker's devices.</summary>
public sealed record VendorQuirks(string Name)
{
    public static VendorQuirks None { get; } = new(string.Empty);

    /// <summary>Enterprise numbers in sysObjectID.</summary>
    public IReadOnlyList<uint> Enterprises { get; init; } = [];

    /// <summary>Words in the model name, for devices without a useful sysObjectID.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    public IReadOnlyList<DisplayQuirk> Display { get; init; } = [];

    /// <summary>A toner level of -3 is told only when the toner is low.</summary>
    public bool SomeLeftIsLow { get; init; }

    /// <summary>Supplies are listed a second time without values.</summary>
    public bool RepeatsSupplies { get; init; }
}

/// <summary>The embedded quirks.json: thresholds, words and makers. Rules that hold for every device are code.</summary>
public sealed record QuirkTable(int TonerLowPercent, int DrumReplacePercent)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static QuirkTable Embedded { get; } = Load();

    public IReadOnlyList<string> SleepWords { get; init; } = [];

    /// <summary>Trays that do not feed by themselves; compared without blanks and hyphens.</summary>
    public IReadOnlyList<string> HandFeedWords { get; init; } = [];

    public IReadOnlyList<SupplyWords> SupplyWords { get; init; } = [];

    public IReadOnlyList<VendorQuirks> Vendors { get; init; } = [];

    public VendorQuirks VendorOf(Oid sysObjectId, string model)
    {
        var enterprise = sysObjectId.After(PrinterMib.Enterprises);
        var number = enterprise.IsEmpty ? 0 : enterprise.Parts[0];
        return Vendors.FirstOrDefault(vendor => vendor.Enterprises.Contains(number))
            ?? Vendors.FirstOrDefault(vendor => vendor.Words.Any(word => model.Contains(word, StringComparison.OrdinalIgnoreCase)))
            ?? VendorQuirks.None;
    }

    private static QuirkTable Load()
    {
        using var stream = typeof(QuirkTable).Assembly.GetManifestResourceStream("TicketFlow.PrinterMonitor.Health.quirks.json")
            ?? throw new InvalidOperationException("quirks.json is not embedded.");
        return JsonSerializer.Deserialize<QuirkTable>(stream, Json)!;
    }
}
