namespace TicketFlow.Pricing;

/// <summary>What one outcome of a job cost.</summary>
/// <param name="Sequence">Place of the outcome's event in the log: the charge's identity.</param>
/// <param name="JobId">The job.</param>
/// <param name="At">When the outcome was recorded, UTC.</param>
/// <param name="Domain">The user's domain.</param>
/// <param name="User">The user.</param>
/// <param name="Department">The user's at that time; null when unknown.</param>
/// <param name="CostCentre">The user's at that time; null when unknown.</param>
/// <param name="Resource">The printer, or what it was.</param>
/// <param name="Title">The document's, when it was told.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Grade">How sure completion is; null when it did not complete.</param>
/// <param name="Tariff">The tariff's name; empty when none was in force.</param>
/// <param name="TariffVersion">Its version; 0 when none was in force.</param>
/// <param name="Currency">ISO 4217; empty when no tariff was in force.</param>
/// <param name="Net">The sum of the lines, without tax.</param>
/// <param name="Lines">How it comes about.</param>
public sealed record Charge(
    long Sequence, string JobId, DateTimeOffset At, string Domain, string User, string? Department, string? CostCentre, string Resource,
    string? Title, string Outcome, string? Grade, string Tariff, int TariffVersion, string Currency, decimal Net,
    IReadOnlyList<PriceLine> Lines);
