using System.ComponentModel.DataAnnotations;

namespace TicketFlow.Printing.Raw;

/// <summary>Limits of every mechanism that is plain TCP.</summary>
public class TcpOptions
{
    /// <summary>Longest wait for one connection. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Connection tries before the start counts as failed (patent step 6-7). Default 3.</summary>
    [Range(1, 100)]
    public int ConnectTries { get; set; } = 3;

    /// <summary>Wait between two tries (patent step 6-8). Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan WaitBetweenTries { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A peer that takes no byte for this long has stalled. Default 5 min: a printer without paper takes none too.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "1.00:00:00")]
    public TimeSpan StallLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes read from the document at a time, for raw and LPD. Default 256 kB.</summary>
    [Range(512, 4 * 1024 * 1024)]
    public int BufferBytes { get; set; } = 256 * 1024;
}
