using TicketFlow.Contracts.Agents;
using TicketFlow.SystemUnderTest;

namespace EndToEnd.Tests.Crashes;

/// <summary>
/// Finds a moment in mid-transfer. Equal documents on equally slow printers go in waves: a count of transfers under way says little, for
/// all of them may be about to end. Transfers that were not under way one look earlier have just begun.
/// </summary>
internal sealed class MidTransfer(TicketFlowSystem system)
{
    private const int JustBegun = 8;

    private HashSet<string> _before = [];

    public async Task<bool> IsNowAsync()
    {
        var jobs = await system.Agents[0].JobsAsync();
        var underWay = jobs.Where(job => job.State == JobStates.Printing).Select(job => job.Key).ToHashSet(StringComparer.Ordinal);
        var begun = underWay.Count(key => !_before.Contains(key));
        _before = underWay;
        return begun >= JustBegun;
    }
}
