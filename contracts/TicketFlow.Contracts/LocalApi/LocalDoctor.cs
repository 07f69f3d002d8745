namespace TicketFlow.Contracts.LocalApi;

/// <summary>Answer to <c>GET /v1/doctor</c>.</summary>
/// <param name="Version">Of the agent.</param>
/// <param name="Checks">What was looked at.</param>
public sealed record LocalDoctor(string Version, IReadOnlyList<LocalCheck> Checks);

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">Stable: <c>agent</c>, <c>version</c>, <c>view</c>, <c>journal</c>, <c>spool</c>, <c>spool-budget</c>, <c>disk</c>,
/// <c>broker</c>, <c>tls</c>, <c>server</c>, <c>clock</c>, or <c>printer</c> with a name.</param>
/// <param name="Status"><c>ok</c>, <c>warning</c> or <c>failed</c>.</param>
/// <param name="Text">What was found, for people.</param>
/// <param name="ToDo">What helps; null when nothing needs help.</param>
public sealed record LocalCheck(string Name, string Status, string Text, string? ToDo = null);
