using System.Globalization;
using TicketFlow.Agent.Options;
using TicketFlow.Agent.Spool;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Doctor;

/// <summary>Whether jobs can be kept: journal and spool can be written, and there is room.</summary>
internal sealed class StorageChecks(AgentOptions options, SpoolStore spool)
{
    private const long LeastFree = 100L * 1024 * 1024;
    private const long LittleFree = 1024L * 1024 * 1024;
    private const double NearlyFull = 0.9;

    public IEnumerable<LocalCheck> Look() =>
    [
        Writable("journal", options.JournalDirectory),
        Writable("spool", options.SpoolDirectory),
        Budget(),
        Room(),
    ];

    /// <param name="free">Free bytes on the disk of the agent's home.</param>
    internal static LocalCheck RoomOf(string home, long free)
    {
        var text = $"{Megabytes(free)} free where {home} lies";
        return free switch
        {
            < LeastFree => Check.Failed("disk", text, "Make room: new jobs are refused when the disk is full; accepted ones are safe."),
            < LittleFree => Check.Warning("disk", text, "Make room before large documents no longer fit."),
            _ => Check.Ok("disk", text),
        };
    }

    private LocalCheck Writable(string name, string directory)
    {
        var probe = Path.Combine(directory, $".doctor-{Guid.NewGuid():N}");
        try
        {
            using (var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.WriteByte(1);
                file.Flush(flushToDisk: true);
            }

            File.Delete(probe);
            return Check.Ok(name, $"{directory} can be written");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Check.Failed(
                name, $"{directory} cannot be written: {e.Message}",
                $"Give {Environment.UserName} the right to write there, and room. Run: sudo chown -R {Environment.UserName} {options.Home}; df -h {options.Home}");
        }
    }

    private LocalCheck Budget()
    {
        var (used, total) = (spool.Disk.Used, options.Spool.DiskTotal);
        var text = $"{Megabytes(used)} of {Megabytes(total)} in use by documents";
        return used < total * NearlyFull
            ? Check.Ok("spool-budget", text)
            : Check.Warning(
                "spool-budget", text, "Cancel jobs that are no longer wanted ('ticketflow jobs --all'), or raise Spool:DiskTotal" + (options.Shared ? " (sudo editor /etc/ticketflow/agent.env)." : "."));
    }

    private LocalCheck Room()
    {
        try
        {
            return RoomOf(options.Home, new DriveInfo(options.Home).AvailableFreeSpace);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Check.Warning("disk", $"The free room cannot be told: {e.Message}", $"Look with: df -h {options.Home}");
        }
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024:N0} MB");
}
