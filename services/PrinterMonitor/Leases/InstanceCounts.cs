using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.Leases;

/// <summary>How one monitor's questions went since it started, as it stands in <c>monitor.instance</c>.</summary>
/// <param name="Resources">It asks so many now.</param>
/// <param name="InFlight">SNMP questions that wait for an answer.</param>
/// <param name="Sent">SNMP questions, without repeats.</param>
/// <param name="Resent">Packets sent again because no answer came in time.</param>
/// <param name="Answered">Questions with an answer.</param>
/// <param name="Timeouts">Questions without one after all repeats.</param>
/// <param name="Loops">Walks that were ended because a device went round in circles.</param>
/// <param name="Dropped">Packets that were thrown away, by <see cref="DropReason"/> in kebab case; nothing else came of them.</param>
public sealed record InstanceCounts(
    int Resources, int InFlight, long Sent, long Resent, long Answered, long Timeouts, long Loops,
    IReadOnlyDictionary<string, long> Dropped)
{
    internal static InstanceCounts Of(int resources, int inFlight, SnmpCounters snmp) => new(
        resources, inFlight, snmp.Sent, snmp.Resent, snmp.Answered, snmp.Timeouts, snmp.Loops,
        snmp.Drops.ToDictionary(drop => NameOf(drop.Key), drop => drop.Value, StringComparer.Ordinal));

    /// <summary>For example <c>unknown-id</c>; also the tag of the metric.</summary>
    internal static string NameOf(DropReason reason) => JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString());

    /// <summary>As a column.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, InstanceCountsJson.Default.InstanceCounts);

    /// <summary>Null for what an older monitor wrote, or none.</summary>
    public static InstanceCounts? Parse(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, InstanceCountsJson.Default.InstanceCounts);

    /// <summary>One line for operators.</summary>
    public override string ToString()
    {
        var line = Say($"asks {Resources:N0} printers; since its start {Sent:N0} questions, {Answered:N0} answers, {Resent:N0} repeats, ")
            + Say($"{Timeouts:N0} without an answer");
        if (Loops > 0)
        {
            line += Say($", {Loops:N0} walks in circles");
        }

        var dropped = Dropped.OrderByDescending(drop => drop.Value).Select(drop => Say($"{drop.Value:N0} {drop.Key}"));
        return Dropped.Count > 0 ? $"{line}; dropped packets: {string.Join(", ", dropped)}" : line;
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Written by the compiler: the monitor is compiled ahead of time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InstanceCounts))]
internal sealed partial class InstanceCountsJson : JsonSerializerContext;
