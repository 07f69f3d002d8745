namespace TicketFlow.TicketServer.Border;

/// <summary>A message that was not taken; kept for inspection, answered with its code when the sender is known.</summary>
/// <param name="Agent">The proven sender, or null.</param>
/// <param name="Code">One of the contracts' <c>MessageErrors</c> or <c>RefusalCodes</c>.</param>
/// <param name="Reason">A sentence for people.</param>
/// <param name="Type">The claimed type.</param>
/// <param name="Body">The first bytes of it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Number">The sequence number it carried, 0 when unreadable.</param>
public sealed record RefusedMessage(string? Agent, string Code, string Reason, string? Type, byte[] Body, int Bytes, long Number);
