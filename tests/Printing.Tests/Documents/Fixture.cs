namespace TicketFlow.Printing.Tests.Documents;

/// <summary>
/// Small documents that real programs wrote (Ghostscript 10.0, qpdf 11.3) from one page description: see docs/documents.md.
/// </summary>
internal static class Fixture
{
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Documents", "Fixtures");

    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));
}
