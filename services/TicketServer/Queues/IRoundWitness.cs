namespace TicketFlow.TicketServer.Queues;

/// <summary>
/// Is told what each round of the dispatcher decides, before the round commits. The server runs without one; whoever checks the order of
/// the queues registers it, and judges each decision by exactly what it could see.
/// </summary>
public interface IRoundWitness
{
    void Saw(DispatchRound round);
}

/// <summary>A round's decision.</summary>
/// <param name="Snapshot">
/// What was visible to it, as <c>pg_current_snapshot</c> has it, its own transaction named last among those it does not see; empty when no
/// job waited.
/// </param>
/// <param name="Now">Its moment.</param>
/// <param name="Turns">The jobs that shall go; those that change meanwhile are left out after all.</param>
public sealed record DispatchRound(string Snapshot, DateTimeOffset Now, IReadOnlyList<Turn> Turns);

/// <summary>A job that shall go.</summary>
/// <param name="StreamKey">Its stream.</param>
/// <param name="Version">Its stream's version as the round saw it; the go-ahead is the next event, or there is none.</param>
/// <param name="Resource">Where.</param>
public sealed record Turn(string StreamKey, long Version, string Resource);
