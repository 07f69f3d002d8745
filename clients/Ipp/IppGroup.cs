namespace TicketFlow.Ipp;

/// <summary>A group of attributes (RFC 8010, section 3.1.2).</summary>
public sealed record IppGroup(IppTag Tag, IReadOnlyList<IppAttribute> Attributes)
{
    public IppAttribute? Find(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name);

    /// <summary>The first string of the attribute, or null.</summary>
    public string? Text(string name) => Find(name)?.Strings().FirstOrDefault();

    /// <summary>The first integer or enum of the attribute, or null.</summary>
    public int? Integer(string name) => Find(name)?.Integers().Select(value => (int?)value).FirstOrDefault();

    /// <summary>The first boolean of the attribute, or null.</summary>
    public bool? Boolean(string name) => Find(name)?.Values.OfType<IppBoolean>().Select(b => (bool?)b.Value).FirstOrDefault();

    public bool Equals(IppGroup? other) => other is not null && Tag == other.Tag && Attributes.SequenceEqual(other.Attributes);

    public override int GetHashCode() => HashCode.Combine(Tag, Attributes.Count);
}
