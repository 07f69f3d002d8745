using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace TicketFlow.Agent.Journal;

/// <summary>
/// Where the documents stand that ride in the journal. They are read back from the file (from the page cache, as a rule), so that
/// waiting jobs cost no memory of the process.
/// </summary>
internal sealed class DocumentPlaces
{
    private readonly ReaderWriterLockSlim _gate = new();
    private ConcurrentDictionary<string, (long Offset, int Length)> _places = new(StringComparer.Ordinal);
    private SafeFileHandle? _file;

    public void Note(string key, RecordPlace place)
    {
        if (place.DocumentLength > 0)
        {
            _places[key] = (place.Offset + place.Length - place.DocumentLength, place.DocumentLength);
        }
    }

    public void Forget(string key) => _places.TryRemove(key, out _);

    public bool Has(string key) => _places.ContainsKey(key);

    /// <summary>Changes over to another file; readers are between two reads.</summary>
    public void Switch(SafeFileHandle file, IEnumerable<(string Key, RecordPlace Place)> places)
    {
        var next = new ConcurrentDictionary<string, (long, int)>(StringComparer.Ordinal);
        foreach (var (key, place) in places.Where(entry => entry.Place.DocumentLength > 0))
        {
            next[key] = (place.Offset + place.Length - place.DocumentLength, place.DocumentLength);
        }

        _gate.EnterWriteLock();
        (_places, _file) = (next, file);
        _gate.ExitWriteLock();
    }

    /// <exception cref="FileNotFoundException">The journal holds no document of this job.</exception>
    public int Read(string key, Span<byte> into, long from)
    {
        _gate.EnterReadLock();
        try
        {
            if (_file is null || !_places.TryGetValue(key, out var place))
            {
                throw new FileNotFoundException("The journal holds no document of this job.");
            }

            var wanted = (int)Math.Min(into.Length, place.Length - from);
            return wanted <= 0 ? 0 : RandomAccess.Read(_file, into[..wanted], place.Offset + from);
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }
}
