using System.Globalization;
using System.IO.Compression;
using System.Text;
using TicketFlow.Printing.Documents;

namespace TicketFlow.Printing.Tests.Documents;

public sealed class HostileDocumentTests
{
    private const int MutationsEach = 400;

    public static TheoryData<string> Fixtures => [.. Fixture.All];

    /// <summary>Any exception but the two of the contract fails this; so does a loop that never ends, by the limit it must obey.</summary>
    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Broken_documents_are_read_without_harm(string name)
    {
        var original = Fixture.Bytes(name);
        for (var seed = 0; seed < MutationsEach; seed++)
        {
            var mutation = Mutation.Of(original, seed);
            var read = Should.NotThrow(() => Reading.Of(mutation), $"{name}, seed {seed.ToString(CultureInfo.InvariantCulture)}");
            read.Pages.ShouldNotBe(0, $"{name}, seed {seed.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    [Fact]
    public void Pages_that_contain_themselves_are_unknown()
    {
        Reading.Of(Pdf("<</Type/Pages/Count 5/Kids[2 0 R]>>")).ShouldBe(new DocumentProperties("pdf"));
        Reading.Of(Pdf("<</Type/Pages/Count 5/Kids[3 0 R 3 0 R]>>", "<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]>>")).Pages.ShouldBeNull();
    }

    [Fact]
    public void A_tree_too_wide_to_walk_tells_its_own_count()
    {
        var kids = string.Concat(Enumerable.Repeat("3 0 R ", 100));
        Reading.Of(Pdf($"<</Count 1000000/Kids[{kids}]>>", $"<</Kids[{kids.Replace("3 0", "4 0", StringComparison.Ordinal)}]>>",
            $"<</Kids[{kids.Replace("3 0", "5 0", StringComparison.Ordinal)}]>>", "<</Type/Page>>")).Pages.ShouldBe(1_000_000);
    }

    [Fact]
    public void Objects_within_objects_without_end_are_refused()
    {
        Reading.Of(Pdf(new string('[', 100_000))).Pages.ShouldBeNull();
        Reading.Of(Pdf(string.Concat(Enumerable.Repeat("<</A", 100_000)))).Pages.ShouldBeNull();
        Reading.Of(Pdf("(" + new string('(', 1_000_000))).Pages.ShouldBeNull();
    }

    [Fact]
    public void A_packed_bomb_is_not_unpacked()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Reading.Of(PackedTable(new byte[200 * 1024 * 1024])).Pages.ShouldBeNull();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(300 * 1024 * 1024L, "the bomb itself is 200 MB");
    }

    [Fact]
    public void Tables_that_follow_each_other_in_a_circle_end()
    {
        const string Head = "%PDF-1.4\n";
        var table = $"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Prev {Head.Length}>>\nstartxref\n{Head.Length}\n%%EOF\n";
        Reading.Of(Head + table).Pages.ShouldBeNull();
    }

    [Fact]
    public void Tiff_directories_in_a_circle_are_unknown()
    {
        byte[] circle = [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 0, 0, 8, 0, 0, 0];
        Reading.Of(circle).ShouldBe(new DocumentProperties("tiff"));
    }

    [Fact]
    public void Lengths_beyond_the_document_are_refused()
    {
        Reading.Of("\x1b" + "E\x1b*b2147483647Wxx").Pages.ShouldBeNull();
        Reading.Of("\x1b" + "E\x1b*b99999999999999999999Wxx").Pages.ShouldBeNull();
        Reading.Of("%!PS-Adobe-3.0\n%%BeginBinary: 2147483647\n%%Page: 1 1\n").Pages.ShouldBeNull();
        Reading.Of(") HP-PCL XL;2;0\n\u00fa\u00ff\u00ff\u00ff\u00ff").Pages.ShouldBeNull();
    }

    [Fact]
    public void Reading_ends_when_its_time_is_over()
    {
        var limits = new DocumentLimits { Time = TimeSpan.FromMilliseconds(5) };
        using var endless = new EndlessText();
        DocumentReader.Read(endless, limits, TimeProvider.System).Pages.ShouldBeNull();
        endless.Read64.ShouldBeLessThan(endless.Length / 1000);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_document()
    {
        using var large = new EndlessText { SetLengthTo = 512L * 1024 * 1024 };
        var before = GC.GetAllocatedBytesForCurrentThread();
        DocumentReader.Read(large, Reading.Patient, TimeProvider.System).Pages.ShouldNotBeNull();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1024 * 1024);
    }

    /// <summary>A PDF with the given objects from number 2 on, and a table that fits.</summary>
    private static string Pdf(params string[] objects)
    {
        var text = new StringBuilder("%PDF-1.4\n");
        var table = new StringBuilder("0000000000 65535 f \n");
        foreach (var (content, index) in objects.Prepend("<</Type/Catalog/Pages 2 0 R>>").Select((content, index) => (content, index)))
        {
            table.Append(CultureInfo.InvariantCulture, $"{text.Length:0000000000} 00000 n \n");
            text.Append(CultureInfo.InvariantCulture, $"{index + 1} 0 obj\n{content}\nendobj\n");
        }

        var at = text.Length;
        var count = objects.Length + 2;
        return text.Append(CultureInfo.InvariantCulture, $"xref\n0 {count}\n{table}trailer\n")
            .Append(CultureInfo.InvariantCulture, $"<</Size {count}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n")
            .ToString();
    }

    private static byte[] PackedTable(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(content);
        }

        var head = $"%PDF-1.5\n1 0 obj\n<</Type/XRef/W[1 2 1]/Size 1000/Filter/FlateDecode/Length {packed.Length}>>stream\n";
        return [.. Encoding.Latin1.GetBytes(head), .. packed.ToArray(), .. "\nendstream\nendobj\nstartxref\n9\n%%EOF\n"u8];
    }
}
