using System.Globalization;
using System.Text.Json;

namespace TicketFlow.Benchmarks;

/// <summary>One measured figure.</summary>
internal sealed record Figure(string Name, double Value, string Unit);

/// <summary>Prints figures and writes them as JSON.</summary>
internal static class Figures
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task WriteAsync(string bench, IReadOnlyList<Figure> figures)
    {
        foreach (var figure in figures)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Name}: {figure.Value:0.##} {figure.Unit}"));
        }

        var folder = Path.Combine(".run", "bench");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, bench + ".json"), JsonSerializer.Serialize(figures, Json) + "\n");
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
