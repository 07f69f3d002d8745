namespace TicketFlow.Model;

/// <summary>How much to run.</summary>
/// <param name="Sequences">Sequences in all.</param>
/// <param name="Seed">Seed of the first; the others count on from it.</param>
/// <param name="Lanes">Sequences at the same time.</param>
/// <param name="RestartEvery">The server is restarted whenever so many sequences have ended; 0: never.</param>
public sealed record ModelRunOptions(int Sequences, int Seed, int Lanes = 24, int RestartEvery = 150);
