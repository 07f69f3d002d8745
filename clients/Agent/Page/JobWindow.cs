using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Page;

/// <summary>What a page has to be told.</summary>
/// <param name="Changed">Jobs that are new or other than they were; ended ones too.</param>
/// <param name="Gone">Keys of open jobs that are no longer among those shown.</param>
/// <param name="Open">All open jobs of the user.</param>
/// <param name="Stale">More ended than is told: the history has to be read again.</param>
internal sealed record WindowChange(IReadOnlyList<LocalJob> Changed, IReadOnlyList<string> Gone, int Open, int Shown, bool Stale);

/// <summary>
/// The part of a user's jobs that one page shows live: the most pressing open ones, and those that end. Its memory is bounded,
/// however many jobs there are.
/// </summary>
internal sealed class JobWindow(JobTable table, string user, int most)
{
    private const int EndedToldAtOnce = 50;
    private Dictionary<string, (JobEntry Entry, LocalJob View)> _shown = new(StringComparer.Ordinal);
    private HashSet<string>? _ended;

    /// <summary>What has changed since the last call; everything that is open, the first time.</summary>
    public WindowChange Next()
    {
        var open = table.Open.Where(entry => entry.State is { IsEnded: false } state && state.User == user).ToList();
        var shown = open.OrderBy(entry => RankOf(entry.State)).ThenBy(entry => entry.State.AcceptedAt).Take(most)
            .ToDictionary(entry => entry.Key, entry => (entry, LocalViews.Of(entry)), StringComparer.Ordinal);
        var changed = shown.Values.Select(now => now.Item2).Where(now => _shown.GetValueOrDefault(now.Key).View != now).ToList();
        var gone = _shown.Keys.Where(key => !shown.ContainsKey(key)).Where(key => !_shown[key].Entry.State.IsEnded).ToList();
        var stale = AddEnded(changed);
        _shown = shown;
        return new WindowChange(changed, gone, open.Count, shown.Count, stale);
    }

    /// <summary>Also finds jobs that came and ended between two looks.</summary>
    private bool AddEnded(List<LocalJob> changed)
    {
        var ended = table.Ended(user, EndedToldAtOnce);
        var news = _ended is null ? [] : ended.Where(entry => !_ended.Contains(entry.Key)).ToList();
        var first = _ended is null;
        _ended = ended.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        changed.AddRange(news.Select(LocalViews.Of));
        changed.AddRange(_shown.Values.Select(was => was.Entry)
            .Where(entry => entry.State.IsEnded && !_ended.Contains(entry.Key))
            .Select(LocalViews.Of));
        return !first && news.Count == EndedToldAtOnce;
    }

    /// <summary>Jobs that ask come first, then those under way, then the queue.</summary>
    private static int RankOf(JobState state) => state switch
    {
        { Question: { Answered: false } } => 0,
        { Phase: JobPhase.Sending or JobPhase.Starting } => 1,
        { Position: { } place } => 1 + place,
        _ => int.MaxValue,
    };
}
