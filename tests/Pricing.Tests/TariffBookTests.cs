using System.Text.Json;
using TicketFlow.Pricing;
using static Pricing.Tests.Sample;

namespace Pricing.Tests;

public sealed class TariffBookTests
{
    [Fact]
    public void A_version_is_in_force_from_its_first_moment_until_the_next_ones()
    {
        var book = TariffBook.Empty.With(Version(1, Noon)).With(Version(2, Noon.AddDays(1)));

        book.InForce(Job with { At = Noon.AddTicks(-1) }).ShouldBeNull();
        book.InForce(Job with { At = Noon })!.Version.ShouldBe(1);
        book.InForce(Job with { At = Noon.AddDays(1).AddTicks(-1) })!.Version.ShouldBe(1);
        book.InForce(Job with { At = Noon.AddDays(1) })!.Version.ShouldBe(2);
    }

    [Fact]
    public void Of_two_versions_of_the_same_moment_the_later_recorded_one_is_in_force() =>
        TariffBook.Empty.With(Version(1, Noon)).With(Version(2, Noon)).InForce(Job)!.Version.ShouldBe(2);

    [Fact]
    public void A_correction_of_the_near_future_does_not_push_out_what_comes_after_it() =>
        TariffBook.Empty.With(Version(1, Noon)).With(Version(2, Noon.AddDays(9))).With(Version(3, Noon.AddDays(2)))
            .InForce(Job with { At = Noon.AddDays(10) })!.Version.ShouldBe(2);

    [Fact]
    public void A_tariff_made_for_such_jobs_comes_before_the_general_one_and_a_trial_never_charges()
    {
        var book = TariffBook.Empty.With(Version(1, Noon))
            .With(Version(1, Noon) with { Name = "a-trial", Trial = true })
            .With(Version(1, Noon) with { Name = "sales", For = new() { Departments = ["Sales"] } });

        book.InForce(Job)!.Name.ShouldBe("sales");
        book.InForce(Job with { Department = null })!.Name.ShouldBe("standard");
        book.InForce("a-trial", Noon).ShouldNotBeNull();
    }

    [Fact]
    public void Of_two_tariffs_that_could_charge_a_job_the_first_by_name_does()
    {
        var book = TariffBook.Empty.With(Version(1, Noon) with { Name = "b" }).With(Version(1, Noon) with { Name = "a" });
        TariffCondition sales = new() { Departments = ["Sales"] };

        book.InForce(Job)!.Name.ShouldBe("a");
        book.With(Version(1, Noon) with { Name = "d", For = sales }).With(Version(1, Noon) with { Name = "c", For = sales })
            .InForce(Job)!.Name.ShouldBe("c");
    }

    [Fact]
    public void A_withdrawn_version_gives_way_to_the_one_before()
    {
        var book = TariffBook.Empty.With(Set(1)).With(Set(2));

        book.InForce(Job)!.Version.ShouldBe(2);
        book.With(new TariffVersionWithdrawn("standard", 2, "wrong price")).InForce(Job)!.Version.ShouldBe(1);
        book.InForce(Job)!.Version.ShouldBe(2); // the book is immutable
    }

    [Fact]
    public void A_recorded_tariff_survives_the_way_into_the_log_and_back()
    {
        var stored = JsonSerializer.Deserialize<TariffVersionSet>(JsonSerializer.Serialize(Set(3)))!;

        TariffBook.Empty.With(stored).InForce(Job)!.Rules.ShouldBe([new TariffRule("page", "Page", "page", 0.050m, null, null)]);
    }

    private static Tariff Version(int number, DateTimeOffset from) =>
        Tariff(PerPage(0.05m)) with { Version = number, EffectiveFrom = from };

    private static TariffVersionSet Set(int version) => new("standard", version, JsonDocument.Parse("""
        { "name": "standard", "effectiveFrom": "2026-01-01T00:00:00Z", "currency": "EUR",
          "rules": [{ "code": "page", "text": "Page", "per": "page", "price": 0.050 }] }
        """).RootElement.Clone());
}
