using TicketFlow.PrinterMonitor.Fleet;

namespace TicketFlow.PrinterMonitor.Discovery;

/// <summary>A printer that answered, or that somebody told of.</summary>
/// <param name="Address">IP address, or host name.</param>
/// <param name="Model">As it calls itself.</param>
/// <param name="Vendor">Its maker, as far as known.</param>
/// <param name="Serial">Empty when it does not tell.</param>
/// <param name="Mac">12 hexadecimal digits, or empty.</param>
/// <param name="SystemName">sysName, or the name it announces; or empty.</param>
/// <param name="Via"><c>snmp</c>, <c>ipp</c>, or <see cref="ByAgent"/>.</param>
/// <param name="Ports">Those of 9100, 631 and 515 that are open.</param>
public sealed record FoundPrinter(
    string Address, string Model, string Vendor, string Serial, string Mac, string SystemName, string Via, IReadOnlyList<int> Ports)
{
    /// <summary>Value of <see cref="Via"/>: it told by IPP what it is.</summary>
    public const string ByIpp = Protocols.Ipp;

    /// <summary>Value of <see cref="Via"/>: nobody asked the device; a workstation prints to it.</summary>
    public const string ByAgent = "agent";

    private const int ShortestSerial = 4;

    /// <summary>The name, in the monitor's credentials file, of what it answered to; null: it needs none.</summary>
    public string? Credential { get; init; }

    /// <summary>
    /// Whether the two are one device: by serial number, else by MAC address, else by name, else by address. The stronger one decides where
    /// both have it.
    /// </summary>
    public bool IsSameAs(FoundPrinter other) =>
        (IsRealSerial(Serial) && IsRealSerial(other.Serial)) ? Equal(Serial, other.Serial)
        : (Mac.Length > 0 && other.Mac.Length > 0) ? Equal(Mac, other.Mac)
        : (SystemName.Length > 0 && Equal(SystemName, other.SystemName)) || Equal(Address, other.Address);

    /// <summary>A name for it that resources may have: of its own name, else of its address.</summary>
    public string SuggestedName()
    {
        var text = SystemName.Length > 0 ? SystemName.Split('.')[0] : "printer-" + Address;
        var name = new string([.. text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Trim('-');
        return name.Length > 0 ? name : "printer-" + Address.Replace('.', '-').Replace(':', '-');
    }

    /// <summary>Factories leave dummies: "XXXXXXXXXX", "0000".</summary>
    private static bool IsRealSerial(string serial) => serial.Length >= ShortestSerial && serial.Distinct().Count() > 1;

    private static bool Equal(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
