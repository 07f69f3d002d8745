using System.Globalization;
using System.Text.Json;
using TicketFlow.Pricing;

namespace TicketFlow.Ops.Costs;

/// <summary>A tariff as it stands in a file.</summary>
internal static class TariffFile
{
    /// <summary>Reads it, or tells all its problems.</summary>
    /// <exception cref="OperationException">The file cannot be a tariff; nothing was changed.</exception>
    public static async Task<(Tariff Tariff, JsonElement Document)> ReadAsync(string path, int version, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            throw new OperationException(ExitCodes.NotFound, $"There is no file '{path}'.");
        }

        var bytes = await File.ReadAllBytesAsync(path, cancellation);
        var reading = TariffReader.Parse(bytes, version);
        foreach (var problem in reading.Problems)
        {
            await Console.Error.WriteLineAsync($"{path}: {problem.Path}: {problem.Text} ({problem.Code})");
        }

        if (reading.Tariff is not { } tariff)
        {
            throw new OperationException(
                ExitCodes.Failed,
                string.Create(CultureInfo.InvariantCulture, $"{reading.Problems.Count} problem(s) in {path}; nothing was changed."));
        }

        using var document = JsonDocument.Parse(bytes);
        return (tariff, document.RootElement.Clone());
    }
}
