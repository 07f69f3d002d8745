using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>The attributes of a job (RFC 8011, section 5.3).</summary>
internal static class JobDescription
{
    private const int Kilo = 1024;

    /// <summary>What the answer to a new job tells (RFC 8011, section 4.2.1.2).</summary>
    public static IppGroup Created(IppCall call, DesktopJob job) => new(
        IppTag.JobGroup,
        [
            IppAttribute.Integer("job-id", job.Number),
            IppAttribute.Uri("job-uri", call.JobUri(job.Number)),
            IppAttribute.Enum("job-state", (int)job.State),
            IppAttribute.Keyword("job-state-reasons", job.Reason),
            IppAttribute.Text("job-state-message", job.Message),
        ]);

    public static IEnumerable<IppAttribute> All(IppCall call, DesktopJob job, PrinterMoment now) =>
    [
        IppAttribute.Integer("job-id", job.Number),
        IppAttribute.Uri("job-uri", call.JobUri(job.Number)),
        IppAttribute.Uri("job-printer-uri", call.PrinterUri),
        IppAttribute.Uri("job-more-info", $"http://127.0.0.1:{call.Port}/"),
        IppAttribute.NameOf("job-name", job.Name),
        IppAttribute.NameOf("job-originating-user-name", job.User),
        IppAttribute.Enum("job-state", (int)job.State),
        IppAttribute.Keyword("job-state-reasons", job.Reason),
        IppAttribute.Text("job-state-message", job.Message),
        IppAttribute.Integer("number-of-documents", job.Bytes is null ? 0 : 1),
        IppAttribute.NameOf("output-device-assigned", job.Printer),
        .. Times(job, now),
        .. Sizes(job),
        .. Template(job.Ticket),
    ];

    private static IEnumerable<IppAttribute> Times(DesktopJob job, PrinterMoment now) =>
    [
        IppAttribute.Integer("time-at-creation", now.SecondsAt(job.CreatedAt)),
        IppAttribute.NoValue("time-at-processing"),
        job.EndedAt is { } ended
            ? IppAttribute.Integer("time-at-completed", now.SecondsAt(ended))
            : IppAttribute.NoValue("time-at-completed"),
        IppAttribute.Integer("job-printer-up-time", now.SecondsAt(now.Now)),
        new IppAttribute("date-time-at-creation", new IppDateTime(job.CreatedAt)),
        IppAttribute.NoValue("date-time-at-processing"),
        job.EndedAt is { } at
            ? new IppAttribute("date-time-at-completed", new IppDateTime(at))
            : IppAttribute.NoValue("date-time-at-completed"),
    ];

    private static IEnumerable<IppAttribute> Sizes(DesktopJob job)
    {
        if (job.Bytes is { } bytes)
        {
            yield return IppAttribute.Integer("job-k-octets", (int)Math.Min(int.MaxValue, (bytes + Kilo - 1) / Kilo));
            yield return IppAttribute.Integer("job-k-octets-processed", (int)Math.Min(int.MaxValue, job.BytesSent / Kilo));
        }
    }

    private static IEnumerable<IppAttribute> Template(PrintTicket ticket)
    {
        if (ticket.Copies is { } copies)
        {
            yield return IppAttribute.Integer("copies", copies);
        }

        if (ticket.Quality is { } quality)
        {
            yield return IppAttribute.Enum("print-quality", quality);
        }

        foreach (var (name, value) in new[] { ("sides", ticket.Sides), ("media", ticket.Media), ("print-color-mode", ticket.ColorMode) })
        {
            if (value is not null)
            {
                yield return IppAttribute.Keyword(name, value);
            }
        }

        foreach (var attribute in IppPacked.Unpack(ticket.Further))
        {
            yield return attribute;
        }
    }
}
