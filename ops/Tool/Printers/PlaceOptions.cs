using System.CommandLine;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Ops.Printers;

/// <summary>How a printer is reached, besides its address.</summary>
internal sealed class PlaceOptions
{
    public Option<string?> Mechanism { get; } = new("--mechanism")
    {
        Description = $"How documents are sent: {Mechanisms.Raw} (the default), {Mechanisms.Lpd}, {Mechanisms.Ipp}, {Mechanisms.Ipps}, "
            + "or a plug-in's.",
    };

    public Option<string?> Queue { get; } = new("--queue")
    {
        Description = "The queue of an LPD printer, or the path of an IPP one (default ipp/print).",
    };

    public Option<bool> Pjl { get; } = new("--pjl") { Description = "A raw printer that speaks PJL: it is asked when the job is done." };

    /// <returns>The place, given the mechanism that the printer has now; it throws where they do not fit together.</returns>
    public Func<string?, PrinterPlace> Read(ParseResult parse, string address) =>
        now => PrinterPlace.Of(address, parse.GetValue(Mechanism), now, parse.GetValue(Queue), parse.GetValue(Pjl));
}
