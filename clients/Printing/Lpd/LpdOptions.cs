using TicketFlow.Printing.Raw;

namespace TicketFlow.Printing.Lpd;

/// <summary>Limits of <see cref="LpdTransfer"/>.</summary>
public sealed class LpdOptions : TcpOptions;
