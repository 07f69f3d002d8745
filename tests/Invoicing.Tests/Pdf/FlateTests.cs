using System.IO.Compression;
using System.Text;
using TicketFlow.Invoicing.Pdf;

namespace Invoicing.Tests.Pdf;

public sealed class FlateTests
{
    public static TheoryData<int, int> Inputs => new()
    {
        { 0, 1 }, { 1, 256 }, { 2, 2 }, { 3, 1 }, { 257, 1 }, { 258, 1 }, { 259, 1 }, { 600, 1 }, { 70_000, 2 }, { 70_000, 256 },
        { 200_000, 5 },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void What_was_compressed_comes_out_again(int length, int letters)
    {
        var random = new Random(length + letters);
        var data = Enumerable.Range(0, length).Select(_ => (byte)random.Next(letters)).ToArray();
        Expand(Flate.Compress(data)).ShouldBe(data);
    }

    [Fact]
    public void A_repetition_farther_back_than_the_window_is_written_out()
    {
        var noise = new byte[40_000];
        new Random(7).NextBytes(noise);
        byte[] data = [.. "the same words"u8, .. noise, .. "the same words"u8];
        Expand(Flate.Compress(data)).ShouldBe(data);
    }

    [Fact]
    public void The_text_of_a_page_gets_smaller()
    {
        var text = Encoding.ASCII.GetBytes(
            string.Concat(Enumerable.Range(0, 400).Select(i => $"BT /F1 9 Tf 0.13 0.15 0.18 rg {i} {i * 7} Td (Seite) Tj ET\n")));
        Flate.Compress(text).Length.ShouldBeLessThan(text.Length / 3);
    }

    private static byte[] Expand(byte[] compressed)
    {
        using var from = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }
}
