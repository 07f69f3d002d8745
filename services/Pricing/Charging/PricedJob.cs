namespace TicketFlow.Pricing;

/// <summary>What a tariff may know of a job. What is unknown is null, never zero.</summary>
/// <param name="At">The moment that times of day and effective dates are held against: of the outcome, or of an estimate.</param>
/// <param name="Domain">The user's domain.</param>
/// <param name="User">The user.</param>
/// <param name="Resource">Its name.</param>
/// <param name="Bytes">Size of the document.</param>
public sealed record PricedJob(DateTimeOffset At, string Domain, string User, string Resource, long Bytes)
{
    /// <summary>The kind of resource, for example <c>printer</c>.</summary>
    public string? Kind { get; init; }

    public string? Department { get; init; }

    public string? CostCentre { get; init; }

    public IReadOnlyCollection<string> Groups { get; init; } = [];

    /// <summary>Printed sides of one copy.</summary>
    public int? Pages { get; init; }

    /// <summary>Null: one.</summary>
    public int? Copies { get; init; }

    /// <summary>False: grey or black only.</summary>
    public bool? Colour { get; init; }

    /// <summary>Printed sides per sheet, 1 or 2.</summary>
    public int? Sides { get; init; }

    /// <summary>Self-describing name of PWG 5101.1, for example <c>iso_a4_210x297mm</c>.</summary>
    public string? Paper { get; init; }

    /// <summary>Of all copies; null: follows from pages, sides and copies, if those are known.</summary>
    public long? Sheets { get; init; }

    /// <summary>No job: one user at a time had the resource. Only what is per minute is charged.</summary>
    public bool IsLease { get; init; }

    /// <summary>How long an exclusive resource was used.</summary>
    public TimeSpan? Lasted { get; init; }

    /// <summary>Printed sides of all copies.</summary>
    public long? AllPages => Pages is { } pages ? (long)pages * Math.Max(1, Copies ?? 1) : null;

    /// <summary>Sheets of all copies.</summary>
    public long? AllSheets => Sheets
        ?? (Pages is { } pages && Sides is { } sides and > 0 ? ((long)pages + sides - 1) / sides * Math.Max(1, Copies ?? 1) : null);
}
