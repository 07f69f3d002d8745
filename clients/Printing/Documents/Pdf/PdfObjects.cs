namespace TicketFlow.Printing.Documents.Pdf;

/// <summary>A reference to an indirect object.</summary>
internal readonly record struct PdfReference(int Number);

/// <summary>A name, without its slash.</summary>
internal sealed record PdfName(string Text);

/// <summary>
/// A dictionary, and where its stream begins when it has one. Other values are <c>double</c>, <c>bool</c>, a list, or null.
/// </summary>
internal sealed class PdfDictionary : Dictionary<string, object?>
{
    public PdfDictionary()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>First byte of the stream's content.</summary>
    public long? StreamAt { get; set; }

    public object? Get(string key) => TryGetValue(key, out var value) ? value : null;

    public long? Integer(string key) => Get(key) is double number && number == Math.Floor(number) && Math.Abs(number) < 1e15
        ? (long)number
        : null;

    public bool IsNamed(string key, string name) => Get(key) is PdfName found && found.Text == name;
}
