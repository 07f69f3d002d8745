namespace TicketFlow.Benchmarks.Jobs;

/// <summary>The load.</summary>
/// <param name="Queues">Printers.</param>
/// <param name="Jobs">Jobs of the measured run.</param>
/// <param name="Size">Bytes of each document.</param>
/// <param name="Agents">Agents the jobs are spread over.</param>
/// <param name="Slots">Jobs active at once on each printer.</param>
internal sealed record JobsBenchOptions(int Queues, int Jobs, int Size, int Agents, int Slots)
{
    /// <summary>A measured run under each, of <see cref="BenchBudgets.All"/>.</summary>
    public IReadOnlyList<string> Budgets { get; init; } = [BenchBudgets.None];

    /// <summary>Jobs before the measured run, so that just-in-time compilation and first connections are not in it.</summary>
    public const int WarmUp = 200;

    /// <summary>Jobs one after another, after the measured run.</summary>
    public const int Idle = 50;

    /// <summary>Submissions under way at one time, for each agent.</summary>
    public const int Submitters = 64;
}
