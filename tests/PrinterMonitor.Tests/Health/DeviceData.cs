using System.Text;
using TicketFlow.PrinterMonitor.Health;
using TicketFlow.PrinterMonitor.Snmp;

namespace PrinterMonitor.Tests.Health;

/// <summary>
/// A device's objects, one per line: "OID|type|value" with type 2 integer, 4 text, 4x hexadecimal octets, 6 identifier, 65 Counter32,
/// 66 Gauge32, 67 TimeTicks. "M." stands for 1.3.6.1.2.1. A later line replaces an earlier one; "-OID" removes a subtree.
/// </summary>
internal sealed class DeviceData
{
    private readonly SortedDictionary<Oid, (string Type, string Value)> _objects = [];

    private DeviceData(IEnumerable<string> lines)
    {
        foreach (var line in lines.Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0 && line[0] is not ('#' or '!')))
        {
            Apply(line.Replace("M.", "1.3.6.1.2.1.", StringComparison.Ordinal));
        }
    }

    public static DeviceData Parse(string text) => new(text.Split('\n'));

    public DeviceData With(params string[] lines) => new([.. Lines(), .. lines.SelectMany(line => line.Split(';'))]);

    public IReadOnlyList<VarBind> Variables() => [.. _objects.Select(o => new VarBind(o.Key, Value(o.Value.Type, o.Value.Value)))];

    public DeviceProfile Profile() => DeviceProfile.Read(new MibView(Variables()), QuirkTable.Embedded);

    public PrinterReading Reading() => PrinterReading.Read(
        new MibView(Variables()), Profile().DeviceIndex, Profile().CharacterSet, Profile().CounterUnit);

    public PrinterHealth Health() => HealthMapping.Map(Profile(), Reading(), QuirkTable.Embedded);

    /// <summary>For net-snmp's agent.</summary>
    public string[] AsOverrides() => [.. _objects.Select(o => $"override .{o.Key} " + o.Value.Type switch
    {
        "2" => $"integer {o.Value.Value}",
        "6" => $"object_id .{o.Value.Value}",
        "65" => $"counter {o.Value.Value}",
        "66" => $"uinteger {o.Value.Value}",
        "67" => $"timeticks {o.Value.Value}",
        "4x" => $"octet_str 0x{o.Value.Value}",
        _ => $"octet_str \"{o.Value.Value}\"",
    })];

    private IEnumerable<string> Lines() => _objects.Select(o => $"{o.Key}|{o.Value.Type}|{o.Value.Value}");

    private void Apply(string line)
    {
        if (line[0] == '-')
        {
            var prefix = Oid.Parse(line[1..]);
            _objects.Keys.Where(oid => oid.StartsWith(prefix)).ToList().ForEach(oid => _objects.Remove(oid));
            return;
        }

        var parts = line.Split('|', 3);
        _objects[Oid.Parse(parts[0])] = (parts[1], parts[2]);
    }

    private static SnmpValue Value(string type, string value) => type switch
    {
        "2" => SnmpValue.FromInteger(long.Parse(value)),
        "4" => SnmpValue.FromOctets(Encoding.Latin1.GetBytes(value)),
        "4x" => SnmpValue.FromOctets(Convert.FromHexString(value)),
        "6" => SnmpValue.FromOid(Oid.Parse(value)),
        "65" => SnmpValue.FromUnsigned(SnmpType.Counter32, ulong.Parse(value)),
        "66" => SnmpValue.FromUnsigned(SnmpType.Gauge32, ulong.Parse(value)),
        "67" => SnmpValue.FromUnsigned(SnmpType.TimeTicks, ulong.Parse(value)),
        _ => SnmpValue.Null,
    };
}
