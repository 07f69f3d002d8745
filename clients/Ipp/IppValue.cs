namespace TicketFlow.Ipp;

/// <summary>One value with its tag (RFC 8010, section 3.9).</summary>
public abstract record IppValue(IppTag Tag);

/// <summary>An <c>integer</c> or <c>enum</c>.</summary>
public sealed record IppInteger(IppTag Tag, int Value) : IppValue(Tag);

public sealed record IppBoolean(bool Value) : IppValue(IppTag.Boolean);

/// <summary>Any of the character strings; the language only of those that carry one.</summary>
public sealed record IppText(IppTag Tag, string Value, string? Language = null) : IppValue(Tag);

/// <summary>An inclusive <c>rangeOfInteger</c>.</summary>
public sealed record IppRange(int Lower, int Upper) : IppValue(IppTag.RangeOfInteger);

/// <summary>Dots along and across the feed; units 3 = per inch, 4 = per centimetre.</summary>
public sealed record IppResolution(int CrossFeed, int Feed, byte Units = IppResolution.PerInch) : IppValue(IppTag.Resolution)
{
    public const byte PerInch = 3;
}

/// <summary>A moment to the tenth of a second (RFC 2579, DateAndTime).</summary>
public sealed record IppDateTime(DateTimeOffset Value) : IppValue(IppTag.DateTime);

/// <summary>There is no value, and the tag says why: <c>no-value</c>, <c>unknown</c>, <c>unsupported</c> …</summary>
public sealed record IppOutOfBand(IppTag Tag) : IppValue(Tag);

/// <summary>A collection (RFC 8010, section 3.1.6).</summary>
public sealed record IppCollection(IReadOnlyList<IppAttribute> Members) : IppValue(IppTag.BeginCollection)
{
    public IppAttribute? Find(string name) => Members.FirstOrDefault(member => member.Name == name);

    public bool Equals(IppCollection? other) => other is not null && Members.SequenceEqual(other.Members);

    public override int GetHashCode() => Members.Count;
}

/// <summary>An <c>octetString</c>, or the untouched bytes of a tag this library does not know.</summary>
public sealed record IppBytes(IppTag Tag, ReadOnlyMemory<byte> Value) : IppValue(Tag)
{
    public bool Equals(IppBytes? other) => other is not null && Tag == other.Tag && Value.Span.SequenceEqual(other.Value.Span);

    public override int GetHashCode() => HashCode.Combine(Tag, Value.Length);
}
