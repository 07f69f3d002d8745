using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace TicketFlow.Agent.Journal;

/// <summary>
/// The journal's directory: one file counts, the one with the highest number. A compaction writes the next number under a temporary
/// name and renames it when it is whole, so the highest number is always whole.
/// </summary>
internal static class JournalDirectory
{
    private const string Suffix = ".journal";
    private const string Temporary = ".tmp";

    public static string PathOf(string directory, int number) =>
        Path.Combine(directory, number.ToString("D8", CultureInfo.InvariantCulture) + Suffix);

    public static string TemporaryOf(string path) => path + Temporary;

    /// <summary>Opens the file that counts, or makes the first one; removes what a death in a compaction left.</summary>
    public static (SafeFileHandle File, int Number) OpenNewest(string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (var left in Directory.EnumerateFiles(directory, "*" + Temporary))
        {
            File.Delete(left);
        }

        var numbers = Directory.EnumerateFiles(directory, "*" + Suffix)
            .Select(path => int.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture))
            .Order()
            .ToList();
        foreach (var old in numbers.SkipLast(1))
        {
            File.Delete(PathOf(directory, old));
        }

        var number = numbers.Count == 0 ? 1 : numbers[^1];
        var file = Open(PathOf(directory, number));
        DirectorySync.Flush(directory);
        return (file, number);
    }

    public static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

    /// <summary>Keeps a damaged file for inspection, before anything is written behind the damage.</summary>
    public static string KeepDamaged(string path)
    {
        var copy = path + ".damaged";
        File.Copy(path, copy, overwrite: true);
        return copy;
    }
}
