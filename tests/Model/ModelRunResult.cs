namespace TicketFlow.Model;

/// <summary>What came out.</summary>
/// <param name="Turns">Go-aheads of the dispatcher that were judged.</param>
/// <param name="Violations">One text for each sequence in which something was wrong, beginning with its seed.</param>
public sealed record ModelRunResult(int Sequences, int Jobs, int Turns, int Restarts, TimeSpan Elapsed, IReadOnlyList<string> Violations);
