namespace TicketFlow.EventStore.Generations;

/// <summary>What a process with a given version of the code does about a projection's generations.</summary>
internal static class GenerationRule
{
    /// <summary>Nothing was ever built, or only older code has built or is building.</summary>
    public static bool NeedsNew(GenerationPlan plan, int codeVersion) =>
        (plan.Live is null || plan.LiveVersion < codeVersion) && (plan.Building is null || plan.BuildingVersion < codeVersion);

    /// <summary>
    /// The generations this code may write: only those its own version fills. While newer code fills the next one, a process with the old
    /// code keeps the live one up to date; that is the green half of a release without downtime.
    /// </summary>
    public static IEnumerable<(int Number, bool Building)> ToRun(GenerationPlan plan, int codeVersion)
    {
        if (plan.Live is { } live && plan.LiveVersion == codeVersion)
        {
            yield return (live, false);
        }

        if (plan.Building is { } building && plan.BuildingVersion == codeVersion)
        {
            yield return (building, true);
        }
    }
}
