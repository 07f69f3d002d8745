using System.Globalization;

namespace TicketFlow.PrinterMonitor.Snmp;

/// <summary>An object identifier: at most 128 sub-identifiers of 32 bits (RFC 2578 section 3.5). The default value is empty.</summary>
public readonly struct Oid : IEquatable<Oid>, IComparable<Oid>
{
    public const int MaxLength = 128;

    private readonly uint[]? _parts;

    public Oid(params uint[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Length > MaxLength)
        {
            throw new ArgumentException($"An object identifier has at most {MaxLength} sub-identifiers.", nameof(parts));
        }

        _parts = parts;
    }

    public ReadOnlySpan<uint> Parts => _parts;

    public int Length => _parts?.Length ?? 0;

    public bool IsEmpty => Length == 0;

    public uint Last => _parts is { Length: > 0 } parts ? parts[^1] : 0;

    public static Oid Parse(string text) =>
        TryParse(text, out var oid) ? oid : throw new FormatException($"'{text}' is not an object identifier.");

    public static bool TryParse(string? text, out Oid oid)
    {
        oid = default;
        var trimmed = (text ?? string.Empty).AsSpan().Trim().TrimStart('.');
        Span<uint> parts = stackalloc uint[MaxLength];
        var count = 0;
        foreach (var range in trimmed.Split('.'))
        {
            if (count == MaxLength
                || !uint.TryParse(trimmed[range], NumberStyles.None, CultureInfo.InvariantCulture, out parts[count]))
            {
                return false;
            }

            count++;
        }

        oid = new Oid(parts[..count].ToArray());
        return true;
    }

    public Oid Append(params ReadOnlySpan<uint> suffix)
    {
        var parts = new uint[Length + suffix.Length];
        Parts.CopyTo(parts);
        suffix.CopyTo(parts.AsSpan(Length));
        return new Oid(parts);
    }

    public bool StartsWith(Oid prefix) => Parts.StartsWith(prefix.Parts);

    /// <summary>The part behind <paramref name="prefix"/>; empty when this does not lie below it.</summary>
    public Oid After(Oid prefix) => StartsWith(prefix) ? new Oid(Parts[prefix.Length..].ToArray()) : default;

    /// <summary>
    /// The identifier right before the first instance that starts with this one, as far as GETNEXT can tell: asking for the next of
    /// x.(i-1) answers x.i, and x itself answers x.0.
    /// </summary>
    public Oid Before() => Last == 0 ? new Oid(Parts[..^1].ToArray()) : new Oid([.. Parts[..^1], Last - 1]);

    public int CompareTo(Oid other) => Parts.SequenceCompareTo(other.Parts);

    public bool Equals(Oid other) => Parts.SequenceEqual(other.Parts);

    public override bool Equals(object? obj) => obj is Oid other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var part in Parts)
        {
            hash.Add(part);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => string.Join('.', _parts ?? []);

    public static bool operator ==(Oid left, Oid right) => left.Equals(right);

    public static bool operator !=(Oid left, Oid right) => !left.Equals(right);

    public static bool operator <(Oid left, Oid right) => left.CompareTo(right) < 0;

    public static bool operator >(Oid left, Oid right) => left.CompareTo(right) > 0;

    public static bool operator <=(Oid left, Oid right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Oid left, Oid right) => left.CompareTo(right) >= 0;
}
