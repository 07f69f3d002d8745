namespace TicketFlow.EventStore.Daemon;

/// <summary>An event a projection could not take. It was left out and written down; the shard went on.</summary>
/// <param name="Shard">Name of the checkpoint row.</param>
/// <param name="Sequence">The event's number in the log.</param>
/// <param name="StreamKey">Its stream.</param>
/// <param name="EventTypeName">Its stored alias.</param>
/// <param name="Error">Why, in the words of the failure.</param>
public sealed record ParkedEvent(string Shard, long Sequence, string StreamKey, string EventTypeName, string Error);
