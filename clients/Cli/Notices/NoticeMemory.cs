using System.Globalization;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.Notifications;

namespace TicketFlow.Cli.Notices;

/// <summary>
/// What this session's user has been told, so that nothing is told twice when the agent or this program starts again, and nothing is missed
/// that happened in between. What had ended before the session's first start is old news; a question that is still open is not.
/// </summary>
internal sealed class NoticeMemory
{
    /// <summary>More than an agent remembers of one user.</summary>
    private const int Most = 2000;

    private const string Prefix = "ticketflow-notices-";
    private readonly string? _path;
    private readonly DateTimeOffset _since;
    private readonly Queue<string> _order;
    private readonly HashSet<string> _told;

    /// <param name="directory">The user's private directory of the session (XDG_RUNTIME_DIR); null: nothing outlives us.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="now">When this program starts.</param>
    public NoticeMemory(string? directory, string session, DateTimeOffset now)
    {
        _path = string.IsNullOrEmpty(directory) ? null : Path.Combine(directory, Prefix + Plain(session));
        var lines = Read(_path);
        var known = lines.Length > 0
            && DateTimeOffset.TryParseExact(lines[0], "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _since);
        if (!known)
        {
            _since = now;
        }

        _order = new Queue<string>(known ? lines[1..] : []);
        _told = new HashSet<string>(_order, StringComparer.Ordinal);
        if (!known)
        {
            Write();
        }
    }

    /// <summary>Those of the jobs that are still to be told of.</summary>
    public IReadOnlyList<LocalJob> New(IEnumerable<LocalJob> jobs) =>
        [.. jobs.Where(job => !(job.Ended && job.EndedAt < _since) && IdOf(job) is { } id && !_told.Contains(id))];

    /// <summary>They were told.</summary>
    public void Note(IEnumerable<LocalJob> jobs)
    {
        var before = _told.Count;
        foreach (var id in jobs.Select(IdOf).OfType<string>().Where(_told.Add))
        {
            _order.Enqueue(id);
        }

        if (_told.Count == before)
        {
            return;
        }

        while (_order.Count > Most)
        {
            _told.Remove(_order.Dequeue());
        }

        Write();
    }

    /// <summary>How long a wait must be to be worth a word has been decided by the agent.</summary>
    private static string? IdOf(LocalJob job) => NotificationDecisions.IdOf(job, TimeSpan.Zero);

    private static string Plain(string session) => new([.. session.Where(char.IsAsciiLetterOrDigit).Take(64)]);

    private static string[] Read(string? path)
    {
        try
        {
            return path is null ? [] : File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Whole or not at all. A runtime directory that is full costs a repetition after the next start, nothing else.</summary>
    private void Write()
    {
        if (_path is null)
        {
            return;
        }

        try
        {
            File.WriteAllLines(_path + ".new", [_since.ToString("O", CultureInfo.InvariantCulture), .. _order]);
            File.Move(_path + ".new", _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Kept in memory.
        }
    }
}
