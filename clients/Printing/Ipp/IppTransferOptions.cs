using System.ComponentModel.DataAnnotations;
using TicketFlow.Printing.Raw;

namespace TicketFlow.Printing.Ipp;

/// <summary>Limits of <see cref="IppTransfer"/>, and whom it trusts.</summary>
public sealed class IppTransferOptions : TcpOptions
{
    /// <summary>Longest wait for the answer to a request without a document. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan AnswerWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Wait before a busy printer is asked again. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan BusyWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a busy printer is asked again before the start counts as failed. Default 45 s: the ticket server then asks again later.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan BusyLimit { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>First wait between two looks at the job's state; it doubles up to <see cref="WatchIntervalMax"/>. Default 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait between two looks. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan WatchIntervalMax { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the printer is watched for the end of a job that it has wholly; then the job counts as accepted. 0: not at all. Default 1
    /// h: a printer without paper keeps its slot as long.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan WatchLimit { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a printer whose connection broke is asked what became of the job. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RecallLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long what a printer can do is believed before it is asked again. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan AbilitiesKept { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A connection without use is closed after this. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan IdleConnection { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Compress documents that gain by it, for printers that take it. Default true.</summary>
    public bool Compression { get; set; } = true;

    /// <summary>File with further certificate authorities (PEM), besides the system's. Default: none.</summary>
    public string CertificateAuthorities { get; set; } = "";

    /// <summary>
    /// Whether a printer's own certificate, signed by nobody known, is taken at the first contact and demanded from then on. Default
    /// true: printers mostly have no other.
    /// </summary>
    public bool PinOnFirstUse { get; set; } = true;

    /// <summary>File with the pinned certificates. The agent's default: <c>printer-certificates</c> in its home.</summary>
    public string PinFile { get; set; } = "";
}
