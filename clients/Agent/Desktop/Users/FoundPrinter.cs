namespace TicketFlow.Agent.Desktop.Users;

/// <summary>What there is of a name.</summary>
/// <param name="Printer">Null: there is no such printer, as far as anybody here knows.</param>
/// <param name="MayUse">Whether the user who asks may use it, as far as the server has said.</param>
internal readonly record struct FoundPrinter(DesktopPrinter? Printer, bool MayUse);
