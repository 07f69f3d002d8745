using TicketFlow.Ipp;

namespace TicketFlow.PrinterMonitor.IppSource;

/// <summary>What is asked for in one Get-Printer-Attributes (RFC 8011 section 4.2.5), and small readings of it.</summary>
internal static class IppAttributesRead
{
    /// <summary>RFC 8011 section 5.4, PWG 5100.13 (supplies, trays, device id), CUPS (markers).</summary>
    public static IReadOnlyList<string> Wanted { get; } =
    [
        "printer-state", "printer-state-reasons", "printer-state-message", "printer-is-accepting-jobs", "printer-make-and-model",
        "printer-device-id", "printer-name", "printer-dns-sd-name", "printer-uuid", "marker-names", "marker-types", "marker-colors",
        "marker-levels", "marker-low-levels", "marker-high-levels", "printer-supply", "printer-supply-description", "printer-input-tray",
        "media-ready", "printer-impressions-completed",
    ];

    public static IReadOnlyList<string> TextsOf(this IppGroup group, string name) =>
        group.Find(name) is { } found ? [.. found.Strings()] : [];

    public static IReadOnlyList<int> NumbersOf(this IppGroup group, string name) =>
        group.Find(name) is { } found ? [.. found.Integers()] : [];

    /// <summary>Octet strings of the form <c>name=value;name=value;</c> (PWG 5100.13 sections 5.6.35 and 5.6.41).</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> TuplesOf(this IppGroup group, string name) =>
        group.Find(name) is { } found
            ? [.. found.Values.OfType<IppBytes>().Select(bytes => Tuple(System.Text.Encoding.UTF8.GetString(bytes.Value.Span)))]
            : [];

    /// <summary>A field of an IEEE 1284 device id (<c>MFG:…;MDL:…;SN:…;</c>), or nothing.</summary>
    public static string DeviceIdField(this IppGroup group, params ReadOnlySpan<string> names)
    {
        foreach (var field in (group.Text("printer-device-id") ?? "").Split(';'))
        {
            var colon = field.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && names.Contains(field[..colon].Trim().ToUpperInvariant()))
            {
                return field[(colon + 1)..].Trim();
            }
        }

        return "";
    }

    /// <summary>Null where it is missing or no number.</summary>
    public static int? Number(this IReadOnlyDictionary<string, string> tuple, string name) =>
        int.TryParse(tuple.GetValueOrDefault(name), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Dictionary<string, string> Tuple(string text)
    {
        var tuple = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                tuple[field[..equals]] = field[(equals + 1)..];
            }
        }

        return tuple;
    }
}
