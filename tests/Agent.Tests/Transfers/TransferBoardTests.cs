using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Transfers;

namespace TicketFlow.Agent.Tests.Transfers;

/// <summary>
/// A transfer tells how it ended before it clears up; the server's next go-ahead may be faster than the clearing up.
/// </summary>
public sealed class TransferBoardTests
{
    private readonly JobEntry _job = new(JobState.None);
    private readonly TransferBoard _board = new();

    [Fact]
    public void A_transfer_that_ends_late_takes_the_jobs_next_one_neither_from_the_board_nor_from_whoever_stops_it()
    {
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        Begin(first);
        Begin(second);
        End(first);

        _board.Running.ShouldBe([_job]);
        _job.StopTransfer();
        second.IsCancellationRequested.ShouldBeTrue();
        End(second);
        _board.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_transfer_that_has_ended_can_be_stopped_to_no_effect()
    {
        var ended = new CancellationTokenSource();
        Begin(ended);
        ended.Dispose();
        _job.StopTransfer();
    }

    private void Begin(CancellationTokenSource transfer)
    {
        _job.BeginTransfer(transfer, 0);
        _board.Add(_job, transfer);
    }

    private void End(CancellationTokenSource transfer)
    {
        _job.EndTransfer(transfer);
        _board.Remove(_job, transfer);
    }
}
