using System.Globalization;

namespace TicketFlow.TicketServer.Access;

/// <summary>
/// A version as people write them: <c>3</c>, <c>v1.2.10</c>, <c>1.2-beta.2</c>, <c>1.2.0+5</c>. Missing numbers are 0, a pre-release comes
/// before its release (SemVer 2.0, section 11), and what follows a <c>+</c> does not count.
/// </summary>
public sealed class SoftwareVersion : IComparable<SoftwareVersion>
{
    private const int MostNumbers = 8;

    private readonly long[] _numbers;
    private readonly string[] _prerelease;

    private SoftwareVersion(long[] numbers, string[] prerelease) => (_numbers, _prerelease) = (numbers, prerelease);

    /// <summary>The version, or null when the text is none.</summary>
    public static SoftwareVersion? Parse(string? text)
    {
        var rest = (text ?? "").Trim();
        rest = rest.StartsWith('v') || rest.StartsWith('V') ? rest[1..] : rest;
        rest = rest.Split('+', 2)[0];
        var parts = rest.Split('-', 2);
        var numbers = new List<long>();
        foreach (var part in parts[0].Split('.'))
        {
            if (numbers.Count == MostNumbers || !long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            numbers.Add(number);
        }

        return new SoftwareVersion([.. numbers], parts.Length == 2 && parts[1].Length > 0 ? parts[1].ToLowerInvariant().Split('.') : []);
    }

    /// <inheritdoc/>
    public int CompareTo(SoftwareVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        for (var i = 0; i < Math.Max(_numbers.Length, other._numbers.Length); i++)
        {
            var order = _numbers.ElementAtOrDefault(i).CompareTo(other._numbers.ElementAtOrDefault(i));
            if (order != 0)
            {
                return order;
            }
        }

        return (_prerelease.Length == 0, other._prerelease.Length == 0) switch
        {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => -1,
            _ => ComparePrerelease(_prerelease, other._prerelease),
        };
    }

    private static int ComparePrerelease(string[] left, string[] right)
    {
        foreach (var (l, r) in left.Zip(right))
        {
            var isLeftNumber = long.TryParse(l, NumberStyles.None, CultureInfo.InvariantCulture, out var leftNumber);
            var isRightNumber = long.TryParse(r, NumberStyles.None, CultureInfo.InvariantCulture, out var rightNumber);
            var order = (isLeftNumber, isRightNumber) switch
            {
                (true, true) => leftNumber.CompareTo(rightNumber),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(l, r),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}

/// <summary>A driver as a client names it: name and version, as in <c>acme-pcl6 3.1.2</c> or <c>acme-pcl6/3.1.2</c>.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Version">As given; null when there is none.</param>
public sealed record DriverName(string Name, string? Version)
{
    /// <summary>Printing without a driver: always certified.</summary>
    public const string Driverless = "none";

    public static DriverName Parse(string text)
    {
        var trimmed = text.Trim().ToLowerInvariant();
        var cut = trimmed.LastIndexOfAny([' ', '/']);
        return cut > 0 && SoftwareVersion.Parse(trimmed[(cut + 1)..]) is not null
            ? new DriverName(trimmed[..cut].TrimEnd(), trimmed[(cut + 1)..])
            : new DriverName(trimmed, null);
    }

    public override string ToString() => Version is null ? Name : $"{Name} {Version}";
}
