using System.Runtime.CompilerServices;
using System.Text;

namespace PrinterMonitor.Tests.Health;

/// <summary>
/// Recordings of real printers, kept beside the checkout because they are not ours to copy. Without them there is one case that says so;
/// where TICKETFLOW_RECORDINGS names a folder, a missing one is a failure.
/// </summary>
public sealed class RecordingTests
{
    private const string Absent = "recordings absent";

    private static readonly Dictionary<string, string[]> Expected = RecordedExpectations.Table.Split('\n')
        .Select(line => line.Trim().Split('|'))
        .ToDictionary(parts => parts[0]);

    public static TheoryData<string> Names => Directory.Exists(Folder()) ? [.. Expected.Keys] : [Absent];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recorded_printer_maps_to_its_row(string name)
    {
        if (name == Absent)
        {
            Directory.Exists(Folder()).ShouldBeFalse();
            Environment.GetEnvironmentVariable("TICKETFLOW_RECORDINGS").ShouldBeNull("the folder it names does not exist");
            return;
        }

        var health = DeviceData.Parse(File.ReadAllText(Path.Combine(Folder(), name + ".snmprec"), Encoding.Latin1)).Health();
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
        var files = Directory.Exists(Folder())
            ? Directory.GetFiles(Folder(), "*.snmprec").Select(Path.GetFileNameWithoutExtension)
            : Expected.Keys;
        files.Order().ShouldBe(Expected.Keys.Order());
    }

    private static string Folder([CallerFilePath] string source = "")
    {
        if (Environment.GetEnvironmentVariable("TICKETFLOW_RECORDINGS") is { } named)
        {
            return named;
        }

        var directory = new FileInfo(source).Directory;
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "TicketFlow.sln")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory?.Parent?.FullName ?? "/", "shared", "printers", "recordings");
    }
}
