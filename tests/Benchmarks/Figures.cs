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

    /// <summary>Of many durations the middle, the one that nineteen of twenty stay below, and the longest; milliseconds.</summary>
    public static IEnumerable<Figure> Spread(string name, IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        double At(double share) => sorted.Length == 0 ? double.NaN : sorted[(int)Math.Ceiling((sorted.Length - 1) * share)];
        return
        [
            new($"{name}_p50_ms", At(0.5), "ms"), new($"{name}_p95_ms", At(0.95), "ms"), new($"{name}_max_ms", At(1), "ms"),
        ];
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
