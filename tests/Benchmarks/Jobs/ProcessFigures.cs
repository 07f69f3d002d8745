using System.Globalization;

namespace TicketFlow.Benchmarks.Jobs;

/// <summary>What the kernel knows of a process (proc(5)).</summary>
internal static class ProcessFigures
{
    // USER_HZ: what the kernel tells programs is 100 on every architecture we run on.
    private const double MillisecondsPerTick = 10;

    /// <summary>CPU time in milliseconds, user and system.</summary>
    public static double Cpu(int process) => Cpu(Stat(process)!, withDeadChildren: false);

    /// <summary>CPU time in milliseconds of a process, of its living children and of those it has waited for.</summary>
    public static double CpuOfFamily(int parent)
    {
        var living = Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? Stat(id) : null)
            .Where(stat => stat is not null && int.Parse(stat[1], CultureInfo.InvariantCulture) == parent);
        return Cpu(Stat(parent)!, withDeadChildren: true) + living.Sum(stat => Cpu(stat!, withDeadChildren: false));
    }

    /// <summary>Resident memory in MB (1,000,000 bytes): the highest ever, and now.</summary>
    public static (double Peak, double Now) Memory(int process)
    {
        var lines = File.ReadAllLines($"/proc/{process}/status");
        double Of(string name) => 1024.0 / 1_000_000 * double.Parse(
            lines.First(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..].Replace(
                "kB", "", StringComparison.Ordinal),
            CultureInfo.InvariantCulture);
        return (Of("VmHWM"), Of("VmRSS"));
    }

    // Index 0 is field 3 (state): the name before it may hold anything.
    private static string[]? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Cpu(string[] stat, bool withDeadChildren) =>
        stat.Skip(11).Take(withDeadChildren ? 4 : 2).Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) * MillisecondsPerTick;
}
