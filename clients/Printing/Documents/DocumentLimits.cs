using System.ComponentModel.DataAnnotations;

namespace TicketFlow.Printing.Documents;

/// <summary>What reading a document may cost. Beyond that its properties are unknown; it is printed all the same.</summary>
public sealed class DocumentLimits
{
    /// <summary>Longest time for one document. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan Time { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Documents read at the same time. Default 2.</summary>
    [Range(1, 64)]
    public int Parallel { get; set; } = 2;
}
