namespace TicketFlow.Model;

/// <summary>What came out.</summary>
/// <param name="Violations">One text for each sequence in which something was wrong, beginning with its seed.</param>
public sealed record ModelRunResult(int Sequences, int Jobs, int Restarts, TimeSpan Elapsed, IReadOnlyList<string> Violations);
