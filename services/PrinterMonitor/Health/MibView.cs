using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.Health;

/// <summary>Variables as a device sent them, looked at as columns. An index is never made up here, only taken from an answer.</summary>
internal sealed class MibView(IReadOnlyList<VarBind> variables)
{
    /// <summary>The rows of a column in the order of their index.</summary>
    public IEnumerable<KeyValuePair<Oid, SnmpValue>> Column(Oid column) => variables
        .Where(variable => !variable.Value.IsMissing && variable.Oid.Length > column.Length && variable.Oid.StartsWith(column))
        .Select(variable => KeyValuePair.Create(variable.Oid.After(column), variable.Value))
        .OrderBy(row => row.Key);

    public Dictionary<Oid, SnmpValue> Rows(Oid column) => Column(column).DistinctBy(row => row.Key).ToDictionary();

    public SnmpValue First(Oid column) => Column(column).Select(row => row.Value).DefaultIfEmpty(SnmpValue.Null).First();

    /// <summary>Null when the device has no such instance.</summary>
    public SnmpValue At(Oid column, uint index) => Column(column)
        .Where(row => row.Key.Length == 1 && row.Key.Last == index)
        .Select(row => row.Value)
        .DefaultIfEmpty(SnmpValue.Null)
        .First();
}

internal static class RowLookup
{
    public static int? NumberAt(this IReadOnlyDictionary<Oid, SnmpValue> rows, Oid index) =>
        rows.GetValueOrDefault(index).AsNumber() is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null;

    public static string TextAt(this IReadOnlyDictionary<Oid, SnmpValue> rows, Oid index, int? characterSet) =>
        DeviceText.Decode(rows.GetValueOrDefault(index), characterSet);
}
