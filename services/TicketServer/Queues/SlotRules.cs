namespace TicketFlow.TicketServer.Queues;

/// <summary>A waiting job, as much of it as matters for its turn.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Since">When it was queued.</param>
public sealed record Candidate(long Bytes, DateTimeOffset Since);

/// <summary>What is free at a resource.</summary>
/// <param name="Jobs">Slots not in use.</param>
/// <param name="Bytes">Bytes not in use; may be below zero when a job larger than all of them is active.</param>
/// <param name="Active">Jobs active.</param>
public sealed record Room(int Jobs, long Bytes, int Active);

/// <summary>
/// Whose turn it is (M-7, M-9). In order of the queue each job goes that fits; one that does not fit beside the active ones may be
/// overtaken by those behind it, but only for a while: once it has waited long enough nothing passes it any more, the resource runs empty
/// and it goes, alone if it is larger than everything. So small jobs are not held up by a large one, and the large one waits no longer than
/// that while plus what is active.
/// </summary>
public static class SlotRules
{
    /// <summary>The places (in queue order) of the jobs that go now.</summary>
    /// <param name="queue">The first jobs of the queue, in order.</param>
    /// <param name="room">What is free.</param>
    /// <param name="now">The moment.</param>
    /// <param name="overtakeFor">How long a job may be overtaken.</param>
    public static List<int> Pick(IReadOnlyList<Candidate> queue, Room room, DateTimeOffset now, TimeSpan overtakeFor)
    {
        var picked = new List<int>();
        var (jobs, bytes, active) = (room.Jobs, room.Bytes, room.Active);
        for (var place = 0; place < queue.Count && jobs > 0; place++)
        {
            var job = queue[place];
            if (job.Bytes <= bytes || active == 0)
            {
                picked.Add(place);
                (jobs, bytes, active) = (jobs - 1, bytes - job.Bytes, active + 1);
            }
            else if (now - job.Since >= overtakeFor)
            {
                break;
            }
        }

        return picked;
    }
}
