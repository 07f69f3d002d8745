namespace TicketFlow.Printing.Documents;

/// <summary>A reader has used up its time. Not a fault of the document: what was found until then may be told.</summary>
internal sealed class DocumentBudgetException() : Exception("Reading the document took too long.");

/// <summary>The document breaks its format's rules.</summary>
internal sealed class DocumentFormatException(string text) : Exception(text);

/// <summary>Counts what a reader costs. Every loop over a document's content must spend.</summary>
internal sealed class ReadBudget(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
{
    /// <summary>The clock is looked at once in so many units; a unit is roughly a microsecond.</summary>
    private const int LookEvery = 256;

    private readonly long _began = clock.GetTimestamp();
    private int _sinceLook;

    /// <exception cref="DocumentBudgetException">The time is over.</exception>
    public void Spend(int units = 1)
    {
        _sinceLook += units;
        if (_sinceLook < LookEvery)
        {
            return;
        }

        _sinceLook = 0;
        cancellationToken.ThrowIfCancellationRequested();
        if (clock.GetElapsedTime(_began) > time)
        {
            throw new DocumentBudgetException();
        }
    }
}
