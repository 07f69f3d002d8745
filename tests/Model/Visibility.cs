using System.Globalization;
using TicketFlow.EventStore.Events;

namespace TicketFlow.Model;

/// <summary>An event, and the transaction that wrote it.</summary>
internal sealed record LoggedEvent(IEvent Event, ulong Transaction);

/// <summary>What a statement of PostgreSQL could see: <c>xmin:xmax:xip_list</c> (pg_current_snapshot).</summary>
internal sealed class Visibility
{
    private readonly ulong _allBelow;
    private readonly ulong _noneFrom;
    private readonly HashSet<ulong> _running;

    private Visibility(ulong allBelow, ulong noneFrom, HashSet<ulong> running) =>
        (_allBelow, _noneFrom, _running) = (allBelow, noneFrom, running);

    public static Visibility Parse(string snapshot)
    {
        var parts = snapshot.Split(':');
        return new Visibility(
            Number(parts[0]), Number(parts[1]), [.. parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number)]);
    }

    /// <summary>Whether a transaction that has committed by now was over for it.</summary>
    public bool Sees(ulong transaction) => transaction < _allBelow || (transaction < _noneFrom && !_running.Contains(transaction));

    private static ulong Number(string text) => ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
