using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Desktop.Users;

/// <summary>
/// Whose printers stand on the desktop: the agent's own user's; on a shared machine those for anybody and those of each user who
/// was proven here lately, so that the queues are there before that user comes again.
/// </summary>
internal sealed class KnownUsers(DesktopMemory memory, AgentOptions options, TimeProvider clock)
{
    /// <summary>The most who are remembered; of more, those who were here last.</summary>
    public const int Most = 256;

    private const int DaysKept = 30;

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Who is asked for first; null stands for anybody.</summary>
    public string? Seed => options.Shared ? null : Environment.UserName;

    /// <summary>Those of earlier days.</summary>
    public IReadOnlyCollection<string> Remembered() =>
        options.Shared ? [.. Kept(memory.Facts.Users).Keys] : [];

    /// <summary>Whether the user's printers stand on the desktop. Remembers the user, at most once a day.</summary>
    public bool Note(string user)
    {
        if (!options.Shared)
        {
            return user == Seed;
        }

        if (memory.Facts.Users?.GetValueOrDefault(user) != Today)
        {
            Remember(user);
        }

        return true;
    }

    private void Remember(string user)
    {
        try
        {
            memory.Change(facts => facts with
            {
                Users = Kept(new Dictionary<string, DateOnly>(facts.Users ?? new Dictionary<string, DateOnly>()) { [user] = Today }),
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Known until the next start; tomorrow it is written again.
        }
    }

    private Dictionary<string, DateOnly> Kept(IReadOnlyDictionary<string, DateOnly>? users) =>
        (users ?? new Dictionary<string, DateOnly>()).Where(seen => seen.Value.AddDays(DaysKept) >= Today)
            .OrderByDescending(seen => seen.Value).ThenBy(seen => seen.Key, StringComparer.Ordinal).Take(Most)
            .ToDictionary(seen => seen.Key, seen => seen.Value, StringComparer.Ordinal);
}
