using System.Buffers.Binary;

namespace TicketFlow.Printing.Documents;

/// <summary>
/// A document seen through one window of <see cref="WindowBytes"/>, whatever its size: a cursor that can be put anywhere. Never throws for
/// a position outside; there is just nothing there.
/// </summary>
internal sealed class DocumentBytes(Stream stream, ReadBudget budget, long start, long length)
{
    public const int WindowBytes = 64 * 1024;

    private readonly byte[] _window = new byte[(int)Math.Min(WindowBytes, Math.Max(1, length))];
    private long _windowAt;
    private int _filled;
    private int _next;

    public DocumentBytes(Stream stream, ReadBudget budget)
        : this(stream, budget, 0, stream.Length)
    {
    }

    public ReadBudget Budget => budget;

    public long Length => length;

    public long Position
    {
        get => _windowAt + _next;
        set
        {
            if (value >= _windowAt && value <= _windowAt + _filled)
            {
                _next = (int)(value - _windowAt);
            }
            else
            {
                _windowAt = Math.Clamp(value, 0, length);
                _filled = _next = 0;
            }
        }
    }

    public bool AtEnd => Position >= length;

    /// <summary>The bytes of the window that come next; empty only at the end.</summary>
    public ReadOnlySpan<byte> Ahead => _next < _filled || Fill() ? _window.AsSpan(_next, _filled - _next) : [];

    /// <summary>The next byte, or -1 at the end.</summary>
    public int Next() => _next < _filled || Fill() ? _window[_next++] : -1;

    /// <summary>The next byte without taking it, or -1 at the end.</summary>
    public int Peek() => _next < _filled || Fill() ? _window[_next] : -1;

    /// <summary>The next bytes without taking them; fewer only at the end.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (_filled - _next < count)
        {
            Slide();
        }

        return _window.AsSpan(_next, Math.Min(count, _filled - _next));
    }

    /// <summary>False, at the end, when there are not so many bytes left.</summary>
    public bool Skip(long count)
    {
        var whole = count >= 0 && count <= length - Position;
        Position = whole ? Position + count : length;
        return whole;
    }

    /// <exception cref="DocumentFormatException">The document ends before.</exception>
    public void Read(Span<byte> into)
    {
        while (into.Length > 0)
        {
            var ahead = Ahead;
            if (ahead.IsEmpty)
            {
                throw new DocumentFormatException("The document ends too early.");
            }

            var taken = Math.Min(ahead.Length, into.Length);
            ahead[..taken].CopyTo(into);
            _next += taken;
            into = into[taken..];
        }
    }

    public long ReadNumber(int bytes, bool bigEndian)
    {
        Span<byte> raw = stackalloc byte[8];
        raw.Clear();
        Read(bigEndian ? raw[(8 - bytes)..] : raw[..bytes]);
        return bigEndian ? BinaryPrimitives.ReadInt64BigEndian(raw) : BinaryPrimitives.ReadInt64LittleEndian(raw);
    }

    /// <summary>Goes to the first byte after the next occurrence; at the end, and false, when there is none.</summary>
    public bool SkipPast(ReadOnlySpan<byte> pattern)
    {
        while (Peek(pattern.Length).Length == pattern.Length)
        {
            var ahead = Ahead;
            var found = ahead.IndexOf(pattern);
            _next += found >= 0 ? found + pattern.Length : ahead.Length - pattern.Length + 1;
            if (found >= 0)
            {
                return true;
            }
        }

        Position = length;
        return false;
    }

    /// <summary>A part of the document as a document of its own.</summary>
    public DocumentBytes Within(long from, long to) => new(stream, budget, start + from, Math.Max(0, Math.Min(to, length) - from));

    private bool Fill()
    {
        if (_next < _filled || AtEnd)
        {
            return _next < _filled;
        }

        _windowAt += _next;
        _next = _filled = 0;
        return Load();
    }

    private void Slide()
    {
        _window.AsSpan(_next, _filled - _next).CopyTo(_window);
        _windowAt += _next;
        _filled -= _next;
        _next = 0;
        while (_filled < _window.Length && Load())
        {
            // A stream may give less than it has.
        }
    }

    private bool Load()
    {
        budget.Spend(16);
        var wanted = (int)Math.Min(_window.Length - _filled, length - _windowAt - _filled);
        if (wanted <= 0)
        {
            return false;
        }

        stream.Position = start + _windowAt + _filled;
        var read = stream.Read(_window, _filled, wanted);
        _filled += read;
        return read > 0;
    }
}
