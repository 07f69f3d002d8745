namespace TicketFlow.Reporting.Facts;

// The events of a shared resource that reporting reads, as far as it reads them. The ticket server writes them.

/// <summary>A fact of a resource.</summary>
public abstract record ResourceFact(string Name);

/// <summary>The resource can be used.</summary>
public sealed record ResourceRegistered(string Name, string Kind, string Address, string? Location) : ResourceFact(Name);

/// <summary>Address, mechanism, capacity or place changed.</summary>
public sealed record ResourceChanged(string Name, string Address, string? Location) : ResourceFact(Name);

/// <summary>Out of service.</summary>
public sealed record ResourceDisabled(string Name) : ResourceFact(Name);

/// <summary>In service again.</summary>
public sealed record ResourceEnabled(string Name) : ResourceFact(Name);

/// <summary>The resource does not work.</summary>
/// <param name="Causes">IPP printer-state-reasons keywords.</param>
/// <param name="Source">Who found it: the monitor, or an operator.</param>
public sealed record ResourceStopped(string Name, IReadOnlyList<string>? Causes, string? Source) : ResourceFact(Name);

/// <summary>The resource works again.</summary>
public sealed record ResourceWorks(string Name, string? Source) : ResourceFact(Name);
