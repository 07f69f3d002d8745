namespace TicketFlow.Printing.Documents.Pdf;

/// <summary>
/// Walks the tree of pages (ISO 32000-1, 7.7.3). The tree is the truth; its own count is taken only when it is too large to walk.
/// </summary>
internal sealed class PdfPages(PdfFile file)
{
    private const int MostNodes = 5000;
    private const int Deepest = 64;
    private const int MostPages = 10_000_000;

    private int _nodes;
    private int _pages;

    /// <summary>The first page's paper.</summary>
    public string? Paper { get; private set; }

    /// <summary>Null when the tree is broken.</summary>
    public int? Count()
    {
        if (file.Resolve(file.Catalog?.Get("Pages")) is not PdfDictionary root)
        {
            return null;
        }

        try
        {
            Walk(root, box: null, depth: 0);
            return _pages > 0 ? _pages : null;
        }
        catch (TooManyNodesException)
        {
            return file.Resolve(root.Get("Count")) is double and > 0 and <= MostPages and var count ? (int)count : null;
        }
    }

    private void Walk(PdfDictionary node, object? box, int depth)
    {
        if (++_nodes > MostNodes)
        {
            throw new TooManyNodesException();
        }

        if (depth > Deepest)
        {
            throw new DocumentFormatException("A PDF whose pages go round in a circle.");
        }

        box = node.Get("MediaBox") ?? box;
        if (node.IsNamed("Type", "Page") || !node.ContainsKey("Kids"))
        {
            _pages++;
            Paper ??= PaperOf(node, box);
            return;
        }

        if (file.Resolve(node.Get("Kids")) is not List<object?> kids)
        {
            throw new DocumentFormatException("A PDF whose pages cannot be found.");
        }

        foreach (var kid in kids)
        {
            if (file.Resolve(kid) is PdfDictionary child)
            {
                Walk(child, box, depth + 1);
            }
        }
    }

    private string? PaperOf(PdfDictionary page, object? box)
    {
        if (file.Resolve(box) is not List<object?> { Count: 4 } corners)
        {
            return null;
        }

        var numbers = corners.Select(corner => file.Resolve(corner) as double? ?? double.NaN).ToArray();
        var unit = file.Resolve(page.Get("UserUnit")) as double? ?? 1;
        return PaperNames.OfPoints(Math.Abs(numbers[2] - numbers[0]) * unit, Math.Abs(numbers[3] - numbers[1]) * unit);
    }

    private sealed class TooManyNodesException : Exception;
}
