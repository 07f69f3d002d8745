namespace TicketFlow.Reporting.Organisation;

/// <summary>What of a wish is news. Pure; the same wish twice is none.</summary>
public static class OrganisationDecider
{
    /// <summary>The facts that change what holds from their beginnings on, in the order given.</summary>
    public static IReadOnlyList<OrganisationEvent> Decide(IEnumerable<OrganisationEvent> wished, OrganisationState? state)
    {
        var (now, news) = (state ?? OrganisationState.Empty, new List<OrganisationEvent>());
        foreach (var fact in wished)
        {
            if (!Says(now.At(OrganisationState.KeyOf(fact), fact.From), fact))
            {
                news.Add(fact);
                now = now.Evolve(fact);
            }
        }

        return news;
    }

    // Compared without the beginning: who belongs there already need not be told so again.
    private static bool Says(OrganisationEvent? known, OrganisationEvent fact) => (known, fact) switch
    {
        (PersonAssigned a, PersonAssigned b) => a.Department == b.Department && a.CostCentre == b.CostCentre
            && a.Groups.Order(StringComparer.Ordinal).SequenceEqual(b.Groups.Order(StringComparer.Ordinal)),
        (PersonLeft or null, PersonLeft) => true,
        (DepartmentAssigned a, DepartmentAssigned b) => a.CostCentre == b.CostCentre,
        (ResourcePlaced a, ResourcePlaced b) => a.Site == b.Site,
        _ => false,
    };
}
