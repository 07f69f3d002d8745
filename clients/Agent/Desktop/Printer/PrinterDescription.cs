using System.Security.Cryptography;
using System.Text;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>What is true of a printer at this moment.</summary>
/// <param name="Agent">The agent's version.</param>
/// <param name="Queued">Open jobs of this agent for the printer.</param>
/// <param name="Processing">Whether one of them is on its way.</param>
/// <param name="Questions">Why jobs of this agent wait for somebody's answer.</param>
/// <param name="Started">When the agent started.</param>
/// <param name="Changed">When the printer's state was last seen to change.</param>
/// <param name="Now">Now.</param>
internal sealed record PrinterMoment(
    string Agent, int Queued, bool Processing, IReadOnlyList<string> Questions, DateTimeOffset Started, DateTimeOffset Changed,
    DateTimeOffset Now)
{
    /// <summary>IPP's clock: seconds since the start, never 0 (RFC 8011, section 5.4.29).</summary>
    public int SecondsAt(DateTimeOffset at) => (int)Math.Clamp((at - Started).TotalSeconds + 1, 1, int.MaxValue);
}

/// <summary>The printer's attributes that tell what it is and how it does (RFC 8011, section 5.4; PWG 5100.12, 5100.13, 5100.14).</summary>
internal static class PrinterDescription
{
    private static readonly IppOperation[] Operations =
    [
        IppOperation.PrintJob, IppOperation.ValidateJob, IppOperation.CreateJob, IppOperation.SendDocument, IppOperation.CancelJob,
        IppOperation.GetJobAttributes, IppOperation.GetJobs, IppOperation.GetPrinterAttributes, IppOperation.HoldJob,
        IppOperation.ReleaseJob, IppOperation.CancelMyJobs, IppOperation.CloseJob, IppOperation.IdentifyPrinter,
    ];

    /// <param name="abilities">From <see cref="PrinterAbilities"/>.</param>
    public static IppGroup Of(
        DesktopPrinter printer, PrinterMoment now, int port, int documentWait, IReadOnlyList<IppAttribute> abilities) =>
        new(
            IppTag.PrinterGroup,
            [
                .. Identity(printer, port), .. Protocol(printer, port, documentWait), Creation(abilities), .. State(printer, now),
                .. PrinterAbilities.Earned(abilities),
            ]);

    private static IEnumerable<IppAttribute> Identity(DesktopPrinter printer, int port) =>
    [
        IppAttribute.NameOf("printer-name", Short(printer.Name)),
        IppAttribute.Text("printer-info", Short(printer.Name)),
        IppAttribute.Text("printer-location", Short(printer.Location ?? "")),
        new IppAttribute("printer-geo-location", new IppOutOfBand(IppTag.Unknown)),
        IppAttribute.Text("printer-organization", ""),
        IppAttribute.Text("printer-organizational-unit", ""),
        IppAttribute.Uri("printer-uuid", "urn:uuid:" + UuidOf(printer.Name)),
        IppAttribute.Uri("printer-more-info", $"http://127.0.0.1:{port}/"),
        IppAttribute.Uri("printer-supply-info-uri", $"http://127.0.0.1:{port}/"),
        IppAttribute.Uri("printer-icons", $"http://127.0.0.1:{port}/icon.png"),
        IppAttribute.Uri("printer-uri-supported", printer.UriOn(port)),
        IppAttribute.Keyword("uri-security-supported", "none"),
        IppAttribute.Keyword("uri-authentication-supported", "requesting-user-name"),
    ];

    private static IEnumerable<IppAttribute> Protocol(DesktopPrinter printer, int port, int documentWait) =>
    [
        IppAttribute.Charset("charset-configured", "utf-8"),
        IppAttribute.Charset("charset-supported", "us-ascii", "utf-8"),
        IppAttribute.Language("natural-language-configured", "en"),
        IppAttribute.Language("generated-natural-language-supported", "en"),
        IppAttribute.Keyword("ipp-versions-supported", "1.1", "2.0"),
        IppAttribute.Enum("operations-supported", Array.ConvertAll(Operations, operation => (int)operation)),
        IppAttribute.Keyword("compression-supported", "none", "gzip", "deflate"),
        IppAttribute.Keyword("pdl-override-supported", "attempted"),
        IppAttribute.Boolean("multiple-document-jobs-supported", false),
        IppAttribute.Integer("multiple-operation-time-out", documentWait),
        IppAttribute.Keyword("multiple-operation-time-out-action", "abort-job"),
        IppAttribute.Boolean("job-ids-supported", true),
        IppAttribute.Boolean("preferred-attributes-supported", false),
        IppAttribute.Keyword("printer-get-attributes-supported", "document-format"),
        IppAttribute.Keyword("which-jobs-supported", "completed", "not-completed", "all"),
        IppAttribute.Keyword("identify-actions-supported", "display"),
        IppAttribute.Keyword("identify-actions-default", "display"),
    ];

    private static IppAttribute Creation(IReadOnlyList<IppAttribute> abilities)
    {
        var able = abilities.Where(attribute => attribute.Values is not [IppBoolean { Value: false }])
            .Select(attribute => attribute.Name).ToHashSet(StringComparer.Ordinal);
        return IppAttribute.Keyword(
            "job-creation-attributes-supported",
            (string[])
            [
                "copies", "document-format", "document-name", "ipp-attribute-fidelity", "job-hold-until", "job-name", "media",
                "print-color-mode", "print-quality", "sides",
                .. JobTemplate.PassedOn.Where(name => able.Contains(name + "-supported")),
            ]);
    }

    private static IEnumerable<IppAttribute> State(DesktopPrinter printer, PrinterMoment now)
    {
        var (state, reasons, accepts) = PrinterStates.Of(printer.State, now.Processing, now.Questions);
        return
        [
            IppAttribute.Enum("printer-state", (int)state),
            IppAttribute.Keyword("printer-state-reasons", reasons),
            IppAttribute.Text("printer-state-message", PrinterStates.Message(printer, now.Questions)),
            IppAttribute.Boolean("printer-is-accepting-jobs", accepts),
            IppAttribute.Integer("queued-job-count", now.Queued),
            IppAttribute.Integer("printer-up-time", now.SecondsAt(now.Now)),
            new IppAttribute("printer-current-time", new IppDateTime(now.Now)),
            IppAttribute.Integer("printer-state-change-time", now.SecondsAt(now.Changed)),
            new IppAttribute("printer-state-change-date-time", new IppDateTime(now.Changed)),
            IppAttribute.Integer("printer-config-change-time", now.SecondsAt(now.Started)),
            new IppAttribute("printer-config-change-date-time", new IppDateTime(now.Started)),
            IppAttribute.Text("printer-firmware-name", "TicketFlow"),
            IppAttribute.Text("printer-firmware-string-version", now.Agent),
        ];
    }

    /// <summary>The same for the same printer on every start.</summary>
    private static string UuidOf(string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"ticketflow/{Environment.MachineName}/{name.ToUpperInvariant()}"));
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes.AsSpan(0, 16), bigEndian: true).ToString();
    }

    private static string Short(string text) => text.Length > 127 ? text[..127] : text;
}
