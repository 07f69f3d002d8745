using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Jobs;

/// <summary>What the server tells about a waiting job, and the question that can follow from it (patent fig. 7).</summary>
internal static class NoticeDecisions
{
    /// <summary>NT1. The same notice again asks nobody again.</summary>
    public static Decision Noticed(JobState job, Notice notice, DateTimeOffset now)
    {
        if (job.IsEnded && !job.ResendWanted)
        {
            return Decision.Nothing;
        }

        return notice.Code switch
        {
            NoticeCodes.PrinterStopped => Stopped(job, notice, now),
            NoticeCodes.PrinterWorks => Closed(job),
            NoticeCodes.Moved => Moved(job, notice),
            NoticeCodes.Held => Placed(job, JobStates.Held, WaitReasons.Held),
            NoticeCodes.Released => Placed(job, null, null),
            _ => Decision.Nothing,
        };
    }

    /// <summary>WA1 (7-11): the question stays visible as answered until the printer works.</summary>
    public static Decision Waits(JobState job) => job.IsEnded || job.JobId is null
        ? Decision.Nothing
        : (job.Question is { Answered: false } ? Decision.Of(new QuestionAnswered()) : Decision.Nothing)
            .Then(new Say(MessageTypes.WaitRequest));

    /// <summary>Alternatives as the user's programs see them.</summary>
    public static IReadOnlyList<LocalAlternative>? AlternativesOf(IReadOnlyList<Alternative>? alternatives) =>
        alternatives is { Count: > 0 } ? [.. alternatives.Select(a => new LocalAlternative(a.Printer, a.Waiting, a.Location))] : null;

    private static Decision Stopped(JobState job, Notice notice, DateTimeOffset now) =>
        job.Phase is JobPhase.Starting or JobPhase.Sending
        || (job.Question is { } open && open.Code == notice.Code && open.Printer == notice.Printer)
            ? Decision.Nothing
            : Decision.Of(new QuestionRaised(
                new LocalQuestion(notice.Code, notice.Text, notice.Printer, now, AlternativesOf(notice.Alternatives))));

    private static Decision Closed(JobState job) => job.Question is null ? Decision.Nothing : Decision.Of(new QuestionClosed());

    private static Decision Moved(JobState job, Notice notice)
    {
        var events = new List<JobEvent>(Closed(job).Events);
        if (notice.Printer is { } printer && printer != job.Printer)
        {
            events.Add(new PrinterChanged(printer));
        }

        return new Decision(events, []);
    }

    private static Decision Placed(JobState job, string? state, string? why)
    {
        var place = new PlaceChanged(state is null ? job.Position : null, why, null, state);
        return place == new PlaceChanged(job.Position, job.Why, job.StartsInSeconds, job.ServerState)
            ? Decision.Nothing
            : Decision.Of(place);
    }
}
