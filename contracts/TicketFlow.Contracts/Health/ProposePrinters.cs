using System.Text.Json.Serialization;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Contracts.Health;

/// <summary>
/// PP1: an agent told of printers; the monitor proposes those that nobody knows to the operators. Transient: the agent tells again.
/// Travels to the monitor's queue, <see cref="CheckResourceNow.Queue"/>.
/// </summary>
/// <param name="Agent">The agent that told of them, proven by the broker.</param>
/// <param name="Printers">As it told.</param>
public sealed record ProposePrinters(
    [property: JsonPropertyName("ag")] string Agent,
    [property: JsonPropertyName("v")] IReadOnlyList<SeenPrinter> Printers)
{
    /// <summary>AMQP <c>type</c>.</summary>
    public const string MessageType = "PP1";
}
