using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.Benchmarks.Monitor;

/// <summary>
/// What all simulated printers say: a colour laser printer with four toners, a waste box, three trays, a display and a page counter. Names,
/// serial numbers, levels and the fault differ.
/// </summary>
internal sealed class SimulatedMib
{
    private const string NoFault = "\0";
    private const string PaperEmpty = "\u0040";

    private readonly (Oid Oid, Func<int, bool, SnmpValue> Value)[] _objects;

    public SimulatedMib() => _objects = [.. All().OrderBy(o => o.Oid)];

    /// <summary>The object after the given one, or null at the end.</summary>
    public VarBind? Next(Oid oid, int printer, bool faulty)
    {
        var at = Find(oid, out var exact) + (exact ? 1 : 0);
        return at < _objects.Length ? Bind(at, printer, faulty) : null;
    }

    public VarBind? Get(Oid oid, int printer, bool faulty)
    {
        var at = Find(oid, out var exact);
        return exact ? Bind(at, printer, faulty) : null;
    }

    /// <summary>The same as lines of a real agent's configuration.</summary>
    public IEnumerable<string> AsOverrides(int printer) =>
        _objects.Select(o => (o.Oid, Value: o.Value(printer, false))).Select(o => o.Value.Type switch
    {
        SnmpType.Integer => $"override .{o.Oid} integer {o.Value}",
        SnmpType.ObjectIdentifier => $"override .{o.Oid} object_id .{o.Value}",
        SnmpType.OctetString when o.Value.ToString().StartsWith("0x", StringComparison.Ordinal) => $"override .{o.Oid} octet_str {o.Value}",
        SnmpType.OctetString => $"override .{o.Oid} octet_str \"{o.Value}\"",
        SnmpType.Counter32 => $"override .{o.Oid} counter {o.Value}",
        _ => $"override .{o.Oid} timeticks {o.Value}",
    });

    private VarBind Bind(int at, int printer, bool faulty) => new(_objects[at].Oid, _objects[at].Value(printer, faulty));

    private int Find(Oid oid, out bool exact)
    {
        var (low, high) = (0, _objects.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_objects[middle].Oid < oid)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        exact = low < _objects.Length && _objects[low].Oid == oid;
        return low;
    }

    private static IEnumerable<(Oid Oid, Func<int, bool, SnmpValue> Value)> All()
    {
        const string system = "1.3.6.1.2.1.1";
        const string host = "1.3.6.1.2.1.25.3";
        const string printer = "1.3.6.1.2.1.43";
        yield return Text($"{system}.1.0", _ => "Simulated colour laser printer");
        yield return (Oid.Parse($"{system}.2.0"), (_, _) => SnmpValue.FromOid(Oid.Parse("1.3.6.1.4.1.8072.9999.1")));
        yield return (Oid.Parse($"{system}.3.0"),
            (_, _) => SnmpValue.FromUnsigned(SnmpType.TimeTicks, (ulong)Environment.TickCount64 / 10));
        yield return Text($"{system}.5.0", i => $"sim-{i}");
        yield return (Oid.Parse($"{host}.2.1.2.1"), (_, _) => SnmpValue.FromOid(Oid.Parse("1.3.6.1.2.1.25.3.1.5")));
        yield return Text($"{host}.2.1.3.1", _ => "Example Colour Laser 4000");
        yield return (Oid.Parse($"{host}.2.1.5.1"), (_, faulty) => SnmpValue.FromInteger(faulty ? 5 : 2));
        yield return (Oid.Parse($"{host}.5.1.1.1"), (_, faulty) => SnmpValue.FromInteger(faulty ? 1 : 3));
        yield return (Oid.Parse($"{host}.5.1.2.1"), (_, faulty) => SnmpValue.FromText(faulty ? PaperEmpty : NoFault));
        yield return Number($"{printer}.5.1.1.1.1", 7);
        yield return Text($"{printer}.5.1.1.17.1", i => $"SIM{i:000000}");
        yield return Number($"{printer}.7.1.1.4.1.1", 106);
        yield return (Oid.Parse($"{printer}.10.2.1.4.1.1"), (_, _) => SnmpValue.FromUnsigned(SnmpType.Counter32, 31415));
        yield return Number($"{printer}.10.2.1.3.1.1", 7);
        yield return Text($"{printer}.16.5.1.2.1.1", _ => "Ready");
        foreach (var supply in Supplies(printer).Concat(Trays(printer)))
        {
            yield return supply;
        }
    }

    private static IEnumerable<(Oid Oid, Func<int, bool, SnmpValue> Value)> Supplies(string printer)
    {
        string[] colours = ["black", "cyan", "magenta", "yellow"];
        for (var i = 1; i <= 5; i++)
        {
            var (supply, isWaste) = (i, i == 5);
            var name = isWaste ? "Waste Toner Box" : $"{colours[i - 1]} Toner Cartridge EX-40{i}";
            yield return Number($"{printer}.11.1.1.2.1.{i}", 1);
            yield return Number($"{printer}.11.1.1.3.1.{i}", isWaste ? 0 : i);
            yield return Number($"{printer}.11.1.1.4.1.{i}", isWaste ? 4 : 3);
            yield return Number($"{printer}.11.1.1.5.1.{i}", isWaste ? 4 : 3);
            yield return Text($"{printer}.11.1.1.6.1.{i}", _ => name);
            yield return Number($"{printer}.11.1.1.7.1.{i}", 19);
            yield return Number($"{printer}.11.1.1.8.1.{i}", 100);
            yield return (Oid.Parse($"{printer}.11.1.1.9.1.{i}"), (at, _) => SnmpValue.FromInteger(LevelOf(at, supply)));
            if (!isWaste)
            {
                var colour = colours[i - 1];
                yield return Text($"{printer}.12.1.1.4.1.{i}", _ => colour);
            }
        }
    }

    private static IEnumerable<(Oid Oid, Func<int, bool, SnmpValue> Value)> Trays(string printer)
    {
        for (var i = 1; i <= 3; i++)
        {
            var tray = i;
            yield return Number($"{printer}.8.2.1.2.1.{i}", i == 1 ? 5 : 3);
            yield return Number($"{printer}.8.2.1.9.1.{i}", 500);
            yield return (
                Oid.Parse($"{printer}.8.2.1.10.1.{i}"), (at, faulty) => SnmpValue.FromInteger(faulty ? 0 : 5 * LevelOf(at, tray)));
            yield return (Oid.Parse($"{printer}.8.2.1.11.1.{i}"), (_, _) => SnmpValue.FromInteger(0));
            yield return Text($"{printer}.8.2.1.13.1.{i}", _ => $"Tray {tray}");
        }
    }

    /// <summary>Percent, far from empty; each printer has others.</summary>
    private static int LevelOf(int printer, int part) => 20 + (((printer * 13) + (part * 29)) % 80);

    private static (Oid Oid, Func<int, bool, SnmpValue> Value) Text(string oid, Func<int, string> text) =>
        (Oid.Parse(oid), (printer, _) => SnmpValue.FromText(text(printer)));

    private static (Oid Oid, Func<int, bool, SnmpValue> Value) Number(string oid, long number)
    {
        var value = SnmpValue.FromInteger(number);
        return (Oid.Parse(oid), (_, _) => value);
    }
}
