using System.ComponentModel.DataAnnotations;

namespace TicketFlow.Printing.Raw;

/// <summary>Limits of <see cref="RawTcpTransfer"/>.</summary>
public sealed class RawTcpOptions : TcpOptions
{
    /// <summary>Longest wait for the peer to close after the last byte. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan CloseWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Longest wait for the first PJL answer after the last byte, where PJL status is asked for (<c>?pjl</c> in the address). Default 10
    /// s; a printer that says nothing by then speaks no PJL, and the job counts as accepted.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan PjlAnswerWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for the printer's word that the job is done, once it has answered. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan PjlEndWait { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest time for the question what a printer with <c>?pjl</c> can; then it has not told. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PjlAskWait { get; set; } = TimeSpan.FromSeconds(5);
}
