namespace TicketFlow.Agent.Journal;

/// <summary>Keeps a second agent from the same home. The lock is the kernel's: it ends with the process, however that ends.</summary>
internal sealed class HomeLock : IDisposable
{
    private readonly FileStream _file;

    private HomeLock(FileStream file) => _file = file;

    /// <summary>Null when another process holds the home.</summary>
    public static HomeLock? TryTake(string home)
    {
        try
        {
            return new HomeLock(new FileStream(
                Path.Combine(home, "agent.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
