using TicketFlow.PrinterMonitor.Changes;
using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.Polling;

/// <summary>
/// What is kept of each printer between two polls, made of parts that others have too: a fleet has few models, and their toners stand at
/// one of a hundred levels.
/// </summary>
internal sealed class LeanHealth
{
    private const int MostKept = 50_000;

    private readonly SharedParts _shared = new(MostKept);

    /// <summary>The same health.</summary>
    public PrinterHealth Of(PrinterHealth health) => health with
    {
        Causes = health.Causes is [] ? [] : [.. health.Causes],
        Supplies = _shared.Items(health.Supplies),
        Trays = _shared.Items(health.Trays),
        Counters = health.Counters is [] ? [] : [.. health.Counters],
        Alerts = _shared.Items(health.Alerts),
        DisplayText = _shared.Of(health.DisplayText),
    };

    /// <summary>The same knowledge.</summary>
    public KnownHealth Of(KnownHealth known) => known.Body is not { } body ? known : known with
    {
        Body = body with
        {
            Status = _shared.Of(body.Status),
            Was = _shared.Of(body.Was),
            Causes = _shared.Items(body.Causes),
            Source = _shared.Of(body.Source),
            Activity = body.Activity is { } activity ? _shared.Of(activity) : null,
            Supplies = body.Supplies is { } supplies ? _shared.Items(supplies) : null,
            Trays = body.Trays is { } trays ? _shared.Items(trays) : null,
            Text = body.Text is { } text ? _shared.Of(text) : null,
        },
    };
}
