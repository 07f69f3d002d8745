using TicketFlow.PrinterMonitor.Health;
using TicketFlow.PrinterMonitor.Snmp;

namespace PrinterMonitor.Tests.Health;

/// <summary>Equal parts are one object; unequal ones never.</summary>
public sealed class SharedPartsTests
{
    private readonly SharedParts _shared = new();

    [Fact]
    public void Equal_lists_become_one_and_unequal_ones_stay_apart()
    {
        var black = _shared.Of([Supply("Black")]);

        _shared.Of([Supply("Black")]).ShouldBeSameAs(black);
        _shared.Of([Supply("Cyan")]).ShouldBe([Supply("Cyan")]);
        _shared.Of([Supply("Black"), Supply("Black")]).Count.ShouldBe(2);
        _shared.Of<TrayDefinition>([]).ShouldBeEmpty();
        _shared.Of<SupplyDefinition>([]).ShouldBeEmpty();
    }

    [Fact]
    public void Equal_items_of_unequal_lists_become_one()
    {
        var black = _shared.Items([Supply("Black"), Supply("Cyan")])[0];

        var other = _shared.Items([Supply("Magenta"), Supply("Black")]);
        other[1].ShouldBeSameAs(black);
        other[0].ShouldBe(Supply("Magenta"));
        _shared.Items<SupplyDefinition>([]).ShouldBeEmpty();
    }

    [Fact]
    public void Names_without_end_do_not_fill_the_memory()
    {
        foreach (var i in Enumerable.Range(0, 30_000))
        {
            _shared.Of([Supply($"supply {i}")]).Single().Name.ShouldBe($"supply {i}");
            _shared.Of($"model {i}").ShouldBe($"model {i}");
        }

        _shared.Kept.ShouldBeLessThanOrEqualTo(20_002);
    }

    private static SupplyDefinition Supply(string name) => new(new Oid(1, 1), new string(name), "black", 3, 3, 19, 100);
}
