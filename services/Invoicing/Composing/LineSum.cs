using TicketFlow.Invoicing.Documents;
using TicketFlow.Pricing;

namespace TicketFlow.Invoicing.Composing;

/// <summary>What makes two prices the same line.</summary>
/// <param name="UnitPrice">Null: each job's own, only the sum is printed.</param>
internal readonly record struct LineKey(
    string Group, string Code, string Text, string Unit, decimal? UnitPrice, string Tariff, int TariffVersion, string? Grade);

/// <summary>A line while charges are added to it.</summary>
internal sealed class LineSum
{
    private readonly List<long> _sequences = [];
    private decimal _quantity;
    private decimal _amount;

    /// <summary>What a minimum adds or a maximum takes off differs from job to job; only its sum says something.</summary>
    public static bool IsLump(string code) => code is PriceCodes.Minimum or PriceCodes.Maximum;

    public void Add(PriceLine line, long sequence)
    {
        _quantity += line.Quantity;
        _amount += line.Amount;
        if (_sequences.Count == 0 || _sequences[^1] != sequence)
        {
            _sequences.Add(sequence);
        }
    }

    public InvoiceLine Line(LineKey key, int position, TaxRate tax) => new()
    {
        Position = position,
        Group = key.Group,
        Code = key.Code,
        Text = key.Text,
        Quantity = key.UnitPrice is null ? 1 : _quantity,
        Unit = key.Unit,
        UnitPrice = key.UnitPrice ?? _amount,
        Amount = _amount,
        Tax = tax,
        Tariff = key.Tariff,
        TariffVersion = key.TariffVersion,
        Grade = key.Grade,
        Jobs = _sequences.Count,
        Events = EventLinks.Of(_sequences),
    };
}

/// <summary>Headings by name; below them prices, then discounts, then minimum and maximum. By code point, so that it is the same
/// everywhere.</summary>
internal sealed class LineOrder : IComparer<LineKey>
{
    public static readonly LineOrder Instance = new();

    public int Compare(LineKey x, LineKey y)
    {
        ReadOnlySpan<int> parts =
        [
            string.CompareOrdinal(x.Group, y.Group), Rank(x).CompareTo(Rank(y)), string.CompareOrdinal(x.Code, y.Code),
            string.CompareOrdinal(x.Tariff, y.Tariff), x.TariffVersion.CompareTo(y.TariffVersion),
            (x.UnitPrice ?? 0).CompareTo(y.UnitPrice ?? 0), string.CompareOrdinal(x.Grade, y.Grade), string.CompareOrdinal(x.Text, y.Text),
            string.CompareOrdinal(x.Unit, y.Unit),
        ];
        foreach (var part in parts)
        {
            if (part != 0)
            {
                return part;
            }
        }

        return 0;
    }

    private static int Rank(LineKey key) => key.UnitPrice is null ? 2 : key.Unit == PriceUnits.Amount ? 1 : 0;
}
