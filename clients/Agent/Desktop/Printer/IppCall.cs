using TicketFlow.Agent.Jobs;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>One request with everything its answer depends on.</summary>
/// <param name="Message">The request.</param>
/// <param name="Printer">The printer asked.</param>
/// <param name="Caller">Who holds the connection.</param>
/// <param name="Port">Where the printers listen.</param>
/// <param name="Document">What stands behind the request, as it came.</param>
internal sealed record IppCall(IppMessage Message, DesktopPrinter Printer, DesktopCaller Caller, int Port, Stream Document)
{
    /// <summary>The user whose request it is.</summary>
    public string User { get; } = Caller.UserOf(Message.OperationAttributes.Text("requesting-user-name"));

    /// <summary>The job that the agent has taken by this call: its submitter is still to be told.</summary>
    public JobEntry? Taken { get; set; }

    public IppGroup Operation => Message.OperationAttributes;

    public string PrinterUri => Printer.UriOn(Port);

    public string JobUri(int number) => $"{PrinterUri}/{number}";

    /// <summary>The job the request names, by <c>job-id</c> or at the end of <c>job-uri</c>; null when it names none.</summary>
    public int? JobNumber => Operation.Integer("job-id")
        ?? (Operation.Text("job-uri")?.Split('/')[^1] is { } last && int.TryParse(last, out var number) ? number : null);

    public IppMessage Ok(params IppGroup[] groups) => Answer(IppStatus.Ok, null, groups);

    public IppMessage Refuse(IppStatus status, string text, params IppGroup[] groups) => Answer(status, text, groups);

    public IppMessage Answer(IppStatus status, string? text, params IppGroup[] groups) =>
        Compose(Message.Version, Message.RequestId, status, text, groups);

    /// <summary>An answer begins with charset and language (RFC 8011, section 4.1.4.2).</summary>
    public static IppMessage Compose(ushort version, int requestId, IppStatus status, string? text, params IppGroup[] groups)
    {
        List<IppAttribute> operation =
        [
            IppAttribute.Charset("attributes-charset", "utf-8"), IppAttribute.Language("attributes-natural-language", "en"),
        ];
        if (text is not null)
        {
            operation.Add(IppAttribute.Text("status-message", text.Length > 255 ? text[..255] : text));
        }

        return new IppMessage(Nearest(version), (ushort)status, requestId, [new IppGroup(IppTag.OperationGroup, operation), .. groups]);
    }

    /// <summary>The version nearest to the request's that is spoken here (RFC 8011, section 4.1.8).</summary>
    private static ushort Nearest(ushort version) => version >> 8 == 1 ? IppMessage.Version11 : IppMessage.Version20;
}
