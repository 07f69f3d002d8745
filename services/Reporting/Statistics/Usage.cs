using TicketFlow.Reporting.Ledger;

namespace TicketFlow.Reporting.Statistics;

/// <summary>Key of a row of <c>usage_hour</c>.</summary>
internal readonly record struct UsageKey(DateTimeOffset Hour, string Dimension, string Key, string Kind, string Code);

/// <summary>Key of a row of <c>duration_hour</c>.</summary>
internal readonly record struct DurationKey(DateTimeOffset Hour, string Dimension, string Key, int Bucket);

/// <summary>What a page adds to a row of <c>usage_hour</c>.</summary>
internal sealed class Usage
{
    public long Outcomes { get; private set; }

    public long Jobs { get; private set; }

    public long Pages { get; private set; }

    public long Sheets { get; private set; }

    public long Copies { get; private set; }

    public long ColourPages { get; private set; }

    public long MonoPages { get; private set; }

    public long DuplexPages { get; private set; }

    public long Uncounted { get; private set; }

    public long Bytes { get; private set; }

    public long BytesDirect { get; private set; }

    public long Waits { get; private set; }

    public long WaitMs { get; private set; }

    public long Prints { get; private set; }

    public long PrintMs { get; private set; }

    /// <summary>Whether the outcome's durations count: once per ending of a job, not per attempt.</summary>
    private static long? WaitOf(Outcome outcome) => outcome.IsFinal ? outcome.WaitMs : null;

    /// <summary>Only whole transfers tell how long printing takes.</summary>
    private static long? PrintOf(Outcome outcome) => outcome.Kind == OutcomeKinds.Completed ? outcome.PrintMs : null;

    /// <summary>The bucket the outcome's wait counts in.</summary>
    public static int? WaitBucketOf(Outcome outcome) => WaitOf(outcome) is { } wait ? DurationBucket.Of(wait) : null;

    /// <summary>The bucket the outcome's transfer counts in.</summary>
    public static int? PrintBucketOf(Outcome outcome) => PrintOf(outcome) is { } print ? DurationBucket.Of(print) : null;

    public void Add(Outcome outcome)
    {
        Outcomes++;
        BytesDirect += outcome.BytesSent;
        if (outcome.IsFirst)
        {
            Jobs++;
            Bytes += outcome.Bytes;
        }

        if (WaitOf(outcome) is { } wait)
        {
            Waits++;
            WaitMs += wait;
        }

        if (PrintOf(outcome) is { } print)
        {
            Prints++;
            PrintMs += print;
        }

        if (outcome.Kind == OutcomeKinds.Completed)
        {
            AddPrinted(outcome);
        }
        else if (outcome.Kind == OutcomeKinds.Leased)
        {
            // Their rows are of a kind of their own, and never averaged with printing.
            PrintMs += outcome.PrintMs ?? 0;
        }
    }

    private void AddPrinted(Outcome outcome)
    {
        Copies += outcome.Copies;
        Sheets += outcome.Sheets ?? 0;
        if (outcome.Impressions is not { } pages)
        {
            Uncounted++;
            return;
        }

        Pages += pages;
        ColourPages += outcome.Colour == true ? pages : 0;
        MonoPages += outcome.Colour == false ? pages : 0;
        DuplexPages += outcome.Sides == 2 ? pages : 0;
    }
}
