using System.ComponentModel.DataAnnotations;

namespace TicketFlow.PrinterMonitor.Relocation;

/// <summary>Looking for printers that have another address than before (section <c>Monitor:Relocation</c>).</summary>
public sealed class RelocationOptions
{
    /// <summary>Silences after which it is looked for. Default 4.</summary>
    [Range(2, 10_000, ErrorMessage = "Monitor:Relocation:AfterMisses must be between 2 and 10000.")]
    public int AfterMisses { get; set; } = 4;

    /// <summary>How often lost ones are looked at. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00",
        ErrorMessage = "Monitor:Relocation:LookEvery must be between 0.1 seconds and a day.")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The same one is not looked for again before. Default 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "30.00:00:00",
        ErrorMessage = "Monitor:Relocation:AgainAfter must be between 0.1 seconds and 30 days.")]
    public TimeSpan AgainAfter { get; set; } = TimeSpan.FromMinutes(15);
}
