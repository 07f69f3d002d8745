using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Access;
using static TicketFlow.TicketServer.Jobs.Decision;

namespace TicketFlow.TicketServer.Jobs;

/// <summary>The sanity check of a request (patent step 3-2) and its outcome: a ticket or a refusal with the rule that decided.</summary>
public static class TicketDecider
{
    /// <summary>A request for a job that has no stream yet.</summary>
    /// <param name="request">The request with what is wrong in it.</param>
    /// <param name="admission">What the checks said; not asked when the request is incomplete.</param>
    /// <param name="context">Time and limits.</param>
    public static Decision Open(AgentMessage<TicketRequest> request, Admission? admission, DecisionContext context)
    {
        var body = request.Body;
        if (request.Problems.Count > 0)
        {
            var problems = string.Join(' ', request.Problems);
            return Refuse(request, new AdmissionRefusal(
                RefusalCodes.Incomplete, "complete", $"The request is incomplete: {problems}",
                $"The agent sent an incomplete request: {problems}"));
        }

        if (admission!.Refusal is { } refusal)
        {
            return Refuse(request, refusal);
        }

        var resource = admission.Resource!;
        var opened = new JobOpened(
            JobId.Of(request.Agent, body.Key!), request.Agent, body.Key!, body.Sequence, resource.Name, body.Domain!, body.User!,
            body.ClientVersion!, body.OperatingSystem!, body.DriverVersion!, body.Title, context.Now + context.Timing.DescribeWithin,
            admission.Advice is { } advice ? new JobAdvice(advice.Code, advice.Text, advice.Fetch) : null);
        return body.Bytes is { } bytes
            ? Record(opened, JobDescriptions.Of(body, bytes))
            : Record(opened);
    }

    /// <summary>The same key again: the same request gets the same answer, another one is refused and changes nothing.</summary>
    public static Decision Again(JobState job, AgentMessage<TicketRequest> request, DecisionContext context)
    {
        var body = request.Body;
        if (!IsSameRequest(job, body))
        {
            return Reply(new Refusal(
                body.Sequence, RefusalCodes.Duplicate, "This key belongs to another job already. Ask again under a new key.", job.Key,
                job.JobId));
        }

        return job.Phase switch
        {
            JobPhase.Refused => Reply(JobNotices.RefusalOf(job)),
            JobPhase.Opened when body.Bytes is { } bytes => Record(JobDescriptions.Of(body, bytes)),
            JobPhase.Released or JobPhase.Starting => Reply(JobNotices.GoAheadOf(job, context.Timing)),
            _ => Reply(JobNotices.TicketOf(job)),
        };
    }

    private static bool IsSameRequest(JobState job, TicketRequest body) => job.Phase == JobPhase.Refused
        || (string.Equals(job.AskedResource, body.Printer, StringComparison.OrdinalIgnoreCase)
            && job.User == body.User
            && job.Domain == body.Domain
            && (job.Bytes is null || body.Bytes is null || job.Bytes == body.Bytes));

    private static Decision Refuse(AgentMessage<TicketRequest> request, AdmissionRefusal refusal)
    {
        var body = request.Body;
        var refused = new JobRefused(
            JobId.Of(request.Agent, body.Key!), request.Agent, body.Key!, body.Sequence, refusal.Code, refusal.Rule, refusal.Text,
            body.Printer, body.Domain, body.User);
        return new Decision([refused], new Refusal(
            body.Sequence, refusal.Code, refusal.Text, body.Key, refused.JobId, refusal.Alternatives, refusal.Fetch, refusal.HelpdeskText));
    }
}
