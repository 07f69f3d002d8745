using PrinterMonitor.Tests.Health;

namespace PrinterMonitor.Tests.Host;

/// <summary>What happens to a printer, as changes of its objects.</summary>
internal static class Scenarios
{
    public static DeviceData Jam => InventedPrinters.MonoLaser.With(
        "M.25.3.2.1.5.1|2|5", "M.25.3.5.1.1.1|2|1", "M.25.3.5.1.2.1|4x|04", "M.43.18.1.1.2.1.23|2|3", "M.43.18.1.1.4.1.23|2|13",
        "M.43.18.1.1.7.1.23|2|8", "M.43.18.1.1.8.1.23|4|Jam in tray 1", "M.43.16.5.1.2.1.1|4|Jam in tray 1");

    public static DeviceData Sleeping => InventedPrinters.MonoLaser.With("M.25.3.5.1.1.1|2|1", "M.43.16.5.1.2.1.1|4|Sleep");

    public static string[] Lines(DeviceData device) =>
        ["createUser reader SHA-256 password-of-reader AES privacy-of-reader", "rouser reader priv", .. device.AsOverrides()];
}
