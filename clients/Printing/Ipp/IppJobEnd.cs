using TicketFlow.Ipp;

namespace TicketFlow.Printing.Ipp;

/// <summary>What the printer says of a job.</summary>
internal sealed record IppJobEnd(IppJobState State, string Reasons, string? Message, int? Impressions)
{
    public bool IsOver => State is IppJobState.Completed or IppJobState.Aborted or IppJobState.Canceled;

    /// <summary>The printer waits for the document, or for the rest of it (RFC 8011, section 5.3.8).</summary>
    public bool WaitsForDocument => !IsOver && Reasons.Split(", ").Any(reason => reason is "job-incoming" or "job-data-insufficient");

    public static IppJobEnd? From(IppMessage answer)
    {
        var job = answer.Group(IppTag.JobGroup);
        return job?.Integer("job-state") is { } state
            ? new IppJobEnd(
                (IppJobState)state, string.Join(", ", job.Find("job-state-reasons")?.Strings() ?? []),
                job.Text("job-state-message") is { Length: > 0 } message ? message : null, job.Integer("job-impressions-completed"))
            : null;
    }

    /// <summary>For people.</summary>
    public override string ToString()
    {
        var pages = Impressions is { } count ? $", {count} pages" : "";
        return $"{State}{(Reasons.Length > 0 ? $" ({Reasons})" : "")}{(Message is null ? "" : $": {Message.Trim()}")}{pages}";
    }
}
