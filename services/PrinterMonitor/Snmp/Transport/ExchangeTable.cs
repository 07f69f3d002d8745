using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace TicketFlow.PrinterMonitor.Snmp.Transport;

/// <summary>The requests in flight by id, and the ids that lately were.</summary>
internal sealed class ExchangeTable
{
    private const int RememberedIds = 1 << 14;

    private readonly ConcurrentDictionary<int, Exchange> _open = new();
    private readonly int[] _ended = new int[RememberedIds];

    public int Count => _open.Count;

    /// <summary>Random ids, so that one who does not see our packets cannot answer them. Never 0.</summary>
    public Exchange Open(Func<int, Exchange> create)
    {
        while (true)
        {
            var id = RandomNumberGenerator.GetInt32(1, int.MaxValue);
            if (_open.ContainsKey(id))
            {
                continue;
            }

            var exchange = create(id);
            if (_open.TryAdd(id, exchange))
            {
                return exchange;
            }
        }
    }

    public void Close(Exchange exchange)
    {
        _open.TryRemove(exchange.Id, out _);
        Volatile.Write(ref _ended[exchange.Id & (RememberedIds - 1)], exchange.Id);
        exchange.Dispose();
    }

    /// <summary>Null with the reason when no open request has this id.</summary>
    public Exchange? Find(int id, out DropReason reason)
    {
        reason = id != 0 && Volatile.Read(ref _ended[id & (RememberedIds - 1)]) == id ? DropReason.Late : DropReason.UnknownId;
        return _open.GetValueOrDefault(id);
    }
}
