using System.Collections.Concurrent;

namespace TicketFlow.Printing.Ipp;

/// <summary>What printers said they can do, for a while.</summary>
internal sealed class AbilitiesBook(TimeSpan kept, TimeProvider clock)
{
    private const int MostPrinters = 1000;
    private readonly ConcurrentDictionary<string, (PrinterAbilities Abilities, long At)> _known = new(StringComparer.Ordinal);

    public PrinterAbilities? Find(string address) =>
        _known.TryGetValue(address, out var known) && clock.GetElapsedTime(known.At) < kept ? known.Abilities : null;

    public void Note(string address, PrinterAbilities abilities)
    {
        if (_known.Count >= MostPrinters)
        {
            _known.Clear();
        }

        _known[address] = (abilities, clock.GetTimestamp());
    }

    public void Forget(string address) => _known.TryRemove(address, out _);
}
