using System.Globalization;

namespace TicketFlow.Ops.Replay;

/// <summary>Who had a resource that one user at a time has.</summary>
internal sealed record PastHolder(string User, string Agent, DateTimeOffset Since, DateTimeOffset Until);

/// <summary>A printer as its events made it at a moment.</summary>
internal sealed record PastPrinter(
    bool Enabled, bool Paused, bool Accepting, string Health, string? HealthText, DateTimeOffset? BlockedUntil, int MaxJobs, long Active)
{
    /// <summary>Whether one user at a time has it.</summary>
    public bool Exclusive { get; init; }

    /// <summary>Who had it; null: nobody.</summary>
    public PastHolder? Holder { get; init; }

    /// <summary>In words.</summary>
    public string Sentence => string.Join(", ", Parts());

    private IEnumerable<string> Parts()
    {
        yield return Enabled ? "in service" : "out of service";
        if (Paused)
        {
            yield return "paused";
        }

        if (!Accepting)
        {
            yield return "drained";
        }

        yield return $"health {Health}{(string.IsNullOrEmpty(HealthText) ? "" : $" ({HealthText})")}";
        if (BlockedUntil is { } until)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"held back until {until:HH:mm:ss} after a failed start");
        }

        yield return Holder is { } who ? string.Create(
                CultureInfo.InvariantCulture,
                $"{who.User} at {who.Agent} had it since {who.Since.UtcDateTime:u}, until {who.Until.UtcDateTime:u} at the latest")
            : Exclusive ? "free"
            : string.Create(CultureInfo.InvariantCulture, $"{Active} of {MaxJobs} jobs active");
    }
}

/// <summary>Why a job did not go. Pure; the order is the dispatcher's.</summary>
internal static class WhyWaiting
{
    public static string Tell(string phase, int place, string? hold, DateTimeOffset? notBefore, PastPrinter printer) => phase switch
    {
        "Held" => $"held ({hold})",
        "Waiting" when !printer.Enabled => "the printer is out of service",
        "Waiting" when printer.Paused => "the queue is paused",
        "Waiting" when string.Equals(printer.Health, "stopped", StringComparison.Ordinal) => "the printer is stopped",
        "Waiting" when printer.BlockedUntil is not null => "the printer is being checked after a failed start",
        "Waiting" when notBefore is { } at => string.Create(CultureInfo.InvariantCulture, $"it is tried again at {at:HH:mm:ss}"),
        "Waiting" when place > 1 => string.Create(CultureInfo.InvariantCulture, $"{place - 1} before it"),
        "Waiting" when printer.Active >= printer.MaxJobs => "every slot is taken",
        "Waiting" => "next",
        _ => "",
    };
}
