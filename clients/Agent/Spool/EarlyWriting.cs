using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TicketFlow.Agent.Spool;

/// <summary>
/// Has the system begin to write what is still in memory only, without waiting (Linux: sync_file_range(2)). A hint: it makes nothing
/// durable, and where it fails or does not exist, the flush at the end takes longer.
/// </summary>
internal static class EarlyWriting
{
    private const uint BeginWriting = 2;

    public static void Begin(SafeFileHandle file, long offset, long length)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SyncFileRange(file, offset, length, BeginWriting);
        }
    }

    [DllImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncFileRange(SafeFileHandle file, long offset, long length, uint flags);
}
