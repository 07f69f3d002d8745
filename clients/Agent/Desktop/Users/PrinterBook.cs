using TicketFlow.Agent.Broker;
using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Desktop.Users;

/// <summary>
/// The printers of each user here, and all of them together, which are the queues of its desktop: the server's newest words, and
/// its last ones while it is silent. A user is asked for when something is wanted, never because something has changed.
/// </summary>
internal sealed class PrinterBook
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);

    /// <summary>A server that has not answered is not waited for again so soon, while a printer of that name is known here.</summary>
    private static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(30);

    /// <summary>Users who want nothing are asked for all the same, so that printers which are no more leave the desktop.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromDays(1);

    private readonly ServerQueries _queries;
    private readonly LinkCondition _link;
    private readonly DesktopMemory _memory;
    private readonly KnownUsers _known;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, UserPrinters> _users = new(StringComparer.Ordinal);
    private readonly UserPrinters _seed;
    private IReadOnlyList<DesktopPrinter>? _printers;

    public PrinterBook(ServerQueries queries, LinkCondition link, DesktopMemory memory, KnownUsers known, TimeProvider clock)
    {
        (_queries, _link, _memory, _known, _clock) = (queries, link, memory, known, clock);
        _seed = New(known.Seed, counts: true);
        if (known.Seed is { } own)
        {
            _users[own] = _seed;
        }

        foreach (var user in known.Remembered())
        {
            _users[user] = New(user, counts: true);
        }
    }

    /// <summary>Beats when a printer of the desktop has come, gone or changed.</summary>
    public Pulse Changes { get; } = new();

    /// <summary>How many users are known.</summary>
    public int Users
    {
        get
        {
            lock (_gate)
            {
                return _users.Count;
            }
        }
    }

    /// <summary>When the server last told; null when not since the start.</summary>
    public DateTimeOffset? HeardAt { get; private set; }

    /// <summary>Of all users who were proven here, each once, by name.</summary>
    public IReadOnlyList<DesktopPrinter> Printers => Volatile.Read(ref _printers) ?? _memory.Facts.Printers;

    /// <summary>The printer of this name as the caller's user may see it; an unknown one is asked for, since it may be new.</summary>
    /// <param name="user">Whom the caller asks for.</param>
    public async ValueTask<FoundPrinter> FindAsync(DesktopCaller caller, string user, string name, CancellationToken cancellationToken)
    {
        var anyones = Printers.FirstOrDefault(printer => string.Equals(printer.Name, name, StringComparison.OrdinalIgnoreCase));
        if (caller.IsSpooler && anyones is not null)
        {
            // The queue of a print system is everybody's; the server decides about each job and its user.
            Freshen(Existing(user) is { Counts: true } its ? its : _seed);
            return new FoundPrinter(anyones, MayUse: true);
        }

        var own = Of(user, proven: !caller.IsSpooler);
        if (own.Printers?.GetValueOrDefault(name) is { } known)
        {
            Freshen(own);
            return new FoundPrinter(known, MayUse: true);
        }

        if (anyones is null || own.Printers is not null)
        {
            await own.RefreshAsync(AskAgainAfter, cancellationToken);
        }
        else if (_link.Fault is null)
        {
            await own.RefreshAsync(SilentFor, cancellationToken);
        }

        return own.Printers switch
        {
            // The server has not said; it will, about each job.
            null => new FoundPrinter(anyones, MayUse: anyones is not null),
            var told when told.TryGetValue(name, out var its) => new FoundPrinter(its, MayUse: true),
            _ => new FoundPrinter(anyones, MayUse: false),
        };
    }

    /// <summary>A printer of the desktop as the server sees it now; null when it is silent, or nobody here may use it.</summary>
    public async Task<DesktopPrinter?> LookAsync(string name, CancellationToken cancellationToken)
    {
        UserPrinters? holder;
        lock (_gate)
        {
            holder = _users.Values.Prepend(_seed).FirstOrDefault(user => user.Printers?.ContainsKey(name) is true);
        }

        return holder is not null && await holder.RefreshAsync(TimeSpan.Zero, cancellationToken)
            ? holder.Printers?.GetValueOrDefault(name)
            : null;
    }

    /// <summary>What the server says of a proven user's printers, now.</summary>
    public Task<ServerAnswer<PrinterList>> AskAsync(string user, CancellationToken cancellationToken) =>
        Of(user, proven: true).AskAsync(cancellationToken);

    /// <summary>A proven user is there: the own printers will be wanted.</summary>
    public void Welcome(string user)
    {
        if (Of(user, proven: true) is { Printers: null } stranger)
        {
            _ = stranger.RefreshAsync(FreshFor, CancellationToken.None);
        }
    }

    /// <summary>The printers of one user, as the server last told; of all who were proven here while it has not.</summary>
    public IReadOnlyList<DesktopPrinter> PrintersOf(string user) =>
        Existing(user)?.Printers is { } own ? [.. Sorted(own.Values)] : Printers;

    /// <summary>
    /// Asks for the desktop's printers, unless somebody did within the time given: those that are there in any case, and those of users
    /// who have wanted something since they were last asked for. One after the other: nobody waits for it.
    /// </summary>
    /// <returns>Whether the server has answered, now or then.</returns>
    public async Task<bool> RefreshAsync(TimeSpan notWithin, CancellationToken cancellationToken)
    {
        if (!await _seed.RefreshAsync(notWithin, cancellationToken))
        {
            return false;
        }

        foreach (var user in Due())
        {
            if (!await user.RefreshAsync(notWithin, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private List<UserPrinters> Due()
    {
        lock (_gate)
        {
            return [.. _users.Values.Where(user => user.Counts && user != _seed && user.IsDue(Old))];
        }
    }

    /// <summary>Who asks gets the last word at once, and the next one gets the new word.</summary>
    private static void Freshen(UserPrinters user)
    {
        if (user.IsOlderThan(FreshFor))
        {
            _ = user.RefreshAsync(FreshFor, CancellationToken.None);
        }
    }

    private UserPrinters? Existing(string user)
    {
        lock (_gate)
        {
            return _users.GetValueOrDefault(user);
        }
    }

    private UserPrinters Of(string user, bool proven)
    {
        var counts = proven && _known.Note(user);
        lock (_gate)
        {
            if (!_users.TryGetValue(user, out var found) || (counts && !found.Counts))
            {
                _users[user] = found = New(user, counts);
                Forget();
            }

            found.Use();
            return found;
        }
    }

    /// <summary>Whoever a print system has named goes first, then who has wanted nothing for the longest time.</summary>
    private void Forget()
    {
        while (_users.Count > KnownUsers.Most)
        {
            var first = _users.Values.Where(user => user != _seed).OrderBy(user => user.Counts).ThenBy(user => user.UsedAt).First();
            _users.Remove(first.User!);
        }
    }

    private UserPrinters New(string? user, bool counts) => new(user, counts, _queries, Take, _clock);

    /// <summary>Equal printers of several users are one in memory.</summary>
    private void Take(UserPrinters user, PrinterList list)
    {
        var present = Printers.DistinctBy(printer => printer.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(printer => printer.Name, StringComparer.OrdinalIgnoreCase);
        user.Take(list.Printers.Select(p => new DesktopPrinter(p.Name, p.State, p.Location, p.Text))
            .Select(printer => present.TryGetValue(printer.Name, out var same) && same == printer ? same : printer)
            .DistinctBy(printer => printer.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(printer => printer.Name, StringComparer.OrdinalIgnoreCase));
        HeardAt = _clock.GetUtcNow();
        if (user.Counts)
        {
            Unite();
        }
    }

    private void Unite()
    {
        lock (_gate)
        {
            var printers = AllOf([.. _users.Values.Append(_seed).Where(user => user.Counts).Distinct()]);
            var changed = !printers.SequenceEqual(Printers);
            Volatile.Write(ref _printers, printers);
            if (!changed)
            {
                return;
            }

            Remember([.. printers.Select(printer => printer with { State = DesktopPrinter.Unknown, Text = null })]);
        }

        Changes.Beat();
    }

    /// <summary>The newest word about each. Until everybody was asked for, nobody loses a queue.</summary>
    private List<DesktopPrinter> AllOf(IReadOnlyList<UserPrinters> users) =>
    [
        .. Sorted(users.OrderByDescending(user => user.HeardAt).SelectMany(user => user.Printers?.Values ?? [])
            .Concat(users.Any(user => user.Printers is null) ? _memory.Facts.Printers : [])
            .DistinctBy(printer => printer.Name, StringComparer.OrdinalIgnoreCase)),
    ];

    private static IEnumerable<DesktopPrinter> Sorted(IEnumerable<DesktopPrinter> printers) =>
        printers.OrderBy(printer => printer.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>States pass; only what a restart needs is written.</summary>
    private void Remember(IReadOnlyList<DesktopPrinter> printers)
    {
        try
        {
            _memory.Change(facts => facts.Printers.SequenceEqual(printers) ? facts : facts with { Printers = printers });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Kept in memory; the next change is written again.
        }
    }
}
