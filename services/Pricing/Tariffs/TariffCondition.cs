namespace TicketFlow.Pricing;

/// <summary>
/// When a rule applies. All that is given must hold; what is unknown of a job fulfils no condition. Names may hold <c>*</c> and <c>?</c>;
/// upper and lower case are the same.
/// </summary>
public sealed record TariffCondition
{
    public bool? Colour { get; init; }

    /// <summary>Printed on both sides.</summary>
    public bool? Duplex { get; init; }

    public IReadOnlyList<string>? Paper { get; init; }

    public IReadOnlyList<string>? Resources { get; init; }

    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary><c>DOMAIN\user</c>.</summary>
    public IReadOnlyList<string>? Users { get; init; }

    public IReadOnlyList<string>? Groups { get; init; }

    public IReadOnlyList<string>? Departments { get; init; }

    public IReadOnlyList<string>? CostCentres { get; init; }

    /// <summary>The job has at least so many printed sides, of all copies: a discount for volume.</summary>
    public long? PagesFrom { get; init; }

    /// <summary>At these times.</summary>
    public IReadOnlyList<TariffHours>? Hours { get; init; }
}

/// <summary>A window of the week by the wall clock of the tariff's time zone.</summary>
/// <param name="Days">On which days it begins.</param>
/// <param name="From">First moment.</param>
/// <param name="To">First moment after it; not later than <paramref name="From"/>: it ends on the next day.</param>
public sealed record TariffHours(IReadOnlyList<DayOfWeek> Days, TimeOnly From, TimeOnly To)
{
    /// <summary>Whether the wall clock shows a time inside.</summary>
    public bool Contains(DateTime local)
    {
        var time = TimeOnly.FromDateTime(local);
        return From < To
            ? Days.Contains(local.DayOfWeek) && time >= From && time < To
            : (Days.Contains(local.DayOfWeek) && time >= From) || (Days.Contains(local.AddDays(-1).DayOfWeek) && time < To);
    }
}
