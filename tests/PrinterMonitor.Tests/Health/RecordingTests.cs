using System.Text;

namespace PrinterMonitor.Tests.Health;

/// <summary>Recordings of real printers give the health that the reference mapping gives.</summary>
public sealed class RecordingTests
{
    private static readonly Dictionary<string, string[]> Expected = RecordedExpectations.Table.Split('\n')
        .Select(line => line.Trim().Split('|'))
        .ToDictionary(parts => parts[0]);

    public static TheoryData<string> Names => Recordings.AreThere ? [.. Expected.Keys] : [Recordings.Absent];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recorded_printer_maps_to_its_row(string name)
    {
        if (Recordings.IsAbsence(name))
        {
            return;
        }

        var health = DeviceData.Parse(File.ReadAllText(Path.Combine(Recordings.Folder, name + ".snmprec"), Encoding.Latin1)).Health();
        var supplies = health.Supplies.Select(s => s.Percent is { } percent ? $"{percent}%" : s.Level?.ToString() ?? "?");
        var trays = health.Trays.Select(t => $"{t.Level?.ToString() ?? "?"}/{t.MaxCapacity?.ToString() ?? "?"}");
        string[] actual =
        [
            name,
            health.Status.ToString(),
            string.Join(',', health.Causes.Select(cause => cause.ToString()).Order(StringComparer.Ordinal)),
            health.Activity.ToString(),
            health.PageCount?.ToString() ?? "",
            string.Join(',', supplies),
            string.Join(',', trays),
            health.Alerts.Count.ToString(),
        ];
        actual.ShouldBe(Expected[name]);
    }

    [Fact]
    public void No_recording_is_left_out()
    {
        var files = Recordings.AreThere
            ? Directory.GetFiles(Recordings.Folder, "*.snmprec").Select(Path.GetFileNameWithoutExtension)
            : Expected.Keys;
        files.Order().ShouldBe(Expected.Keys.Order());
    }
}
