namespace TicketFlow.TicketServer.Access;

/// <summary>What is asked of the policy.</summary>
/// <param name="Domain">The user's domain.</param>
/// <param name="User">The user's name.</param>
/// <param name="Printer">The printer as the user named it.</param>
/// <param name="Resource">The printer, or null when there is none of that name.</param>
/// <param name="Client">The software that asks; null for a move, where it was asked before.</param>
/// <param name="Lease">It is to be leased, not printed on.</param>
public sealed record AccessQuestion(
    string? Domain, string? User, string? Printer, ResourceFacts? Resource, ClientFacts? Client, bool Lease = false);

/// <summary>The software a request comes from (M-1).</summary>
public sealed record ClientFacts(string? ClientVersion, string? OperatingSystem, string? DriverVersion);

/// <summary>A resource, as far as admission is concerned.</summary>
/// <param name="Enabled">Whether it is in service.</param>
/// <param name="Accepting">Whether it takes new jobs.</param>
/// <param name="Stopped">Whether it is known to be stopped. Not knowing is not stopped.</param>
/// <param name="Exclusive">Whether one client at a time has it, without a queue.</param>
public sealed record ResourceFacts(string Name, bool Enabled, bool Accepting, bool Stopped, bool Exclusive = false);

/// <summary>Whether somebody may use a resource, and the rule that decided it.</summary>
public readonly record struct Permission(bool IsAllowed, string Rule);
