namespace TicketFlow.Ipp;

/// <summary>A name and one value or more (<c>1setOf</c>: RFC 8010, section 3.1.5).</summary>
public sealed record IppAttribute(string Name, IReadOnlyList<IppValue> Values)
{
    public IppAttribute(string name, params IppValue[] values)
        : this(name, (IReadOnlyList<IppValue>)values)
    {
    }

    public static IppAttribute Integer(string name, params int[] values) => new(name, Each(values, v => new IppInteger(IppTag.Integer, v)));

    public static IppAttribute Enum(string name, params int[] values) => new(name, Each(values, v => new IppInteger(IppTag.Enum, v)));

    public static IppAttribute Boolean(string name, bool value) => new(name, new IppBoolean(value));

    public static IppAttribute Keyword(string name, params string[] values) => Strings(name, IppTag.Keyword, values);

    public static IppAttribute Keyword(string name, IEnumerable<string> values) => Strings(name, IppTag.Keyword, [.. values]);

    public static IppAttribute Uri(string name, params string[] values) => Strings(name, IppTag.Uri, values);

    public static IppAttribute Mime(string name, params string[] values) => Strings(name, IppTag.MimeMediaType, values);

    public static IppAttribute Charset(string name, params string[] values) => Strings(name, IppTag.Charset, values);

    public static IppAttribute Language(string name, params string[] values) => Strings(name, IppTag.NaturalLanguage, values);

    public static IppAttribute NameOf(string name, params string[] values) => Strings(name, IppTag.NameWithoutLanguage, values);

    public static IppAttribute Text(string name, params string[] values) => Strings(name, IppTag.TextWithoutLanguage, values);

    public static IppAttribute Range(string name, int lower, int upper) => new(name, new IppRange(lower, upper));

    public static IppAttribute Resolution(string name, params int[] dotsPerInch) =>
        new(name, Each(dotsPerInch, d => new IppResolution(d, d)));

    public static IppAttribute Collection(string name, params IppCollection[] values) => new(name, Each(values, v => v));

    public static IppAttribute NoValue(string name) => new(name, new IppOutOfBand(IppTag.NoValue));

    public static IppAttribute Unknown(string name) => new(name, new IppOutOfBand(IppTag.Unknown));

    /// <summary>The strings among the values, in order.</summary>
    public IEnumerable<string> Strings() => Values.OfType<IppText>().Select(text => text.Value);

    /// <summary>The integers and enums among the values, in order.</summary>
    public IEnumerable<int> Integers() => Values.OfType<IppInteger>().Select(integer => integer.Value);

    public bool Equals(IppAttribute? other) => other is not null && Name == other.Name && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    private static IppAttribute Strings(string name, IppTag tag, string[] values) => new(name, Each(values, v => new IppText(tag, v)));

    private static IppValue[] Each<T>(T[] values, Func<T, IppValue> make) => Array.ConvertAll(values, value => make(value));
}
