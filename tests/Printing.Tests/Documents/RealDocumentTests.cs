using TicketFlow.Printing.Documents;

namespace TicketFlow.Printing.Tests.Documents;

public sealed class RealDocumentTests
{
    private const string A4 = "iso_a4_210x297mm";

    [Theory]
    [InlineData("plain.pdf", "pdf", 3, null, null, null, A4)]
    [InlineData("linear.pdf", "pdf", 3, null, null, null, A4)]
    [InlineData("objstm.pdf", "pdf", 3, null, null, null, A4)]
    [InlineData("many.pdf", "pdf", 300, null, null, null, A4)]
    [InlineData("a3.pdf", "pdf", 3, null, null, null, "iso_a3_297x420mm")]
    [InlineData("enc.pdf", "pdf", 3, null, null, null, A4)]
    [InlineData("enc-objstm.pdf", "pdf", null, null, null, null, null)]
    [InlineData("dsc.ps", "postscript", 3, null, null, null, A4)]
    [InlineData("ljet4.pcl", "pcl", 3, 1, null, null, A4)]
    [InlineData("ljet4d.pcl", "pcl", 3, 1, null, 2, A4)]
    [InlineData("cdj550.pcl", "pcl", 3, null, true, null, A4)]
    [InlineData("pxlmono.pxl", "pcl-xl", 3, 1, false, 1, A4)]
    [InlineData("pxlcolor.pxl", "pcl-xl", 3, 1, true, 2, A4)]
    [InlineData("gray.pwg", "pwg-raster", 3, 1, false, 1, A4)]
    [InlineData("colour.pwg", "pwg-raster", 3, 1, true, 2, A4)]
    [InlineData("gray.urf", "urf", 3, null, false, 1, A4)]
    [InlineData("colour.urf", "urf", 3, null, true, 2, A4)]
    [InlineData("gray.jpg", "jpeg", 1, null, false, null, null)]
    [InlineData("colour.jpg", "jpeg", 1, null, true, null, null)]
    [InlineData("g4.tiff", "tiff", 3, null, false, null, null)]
    [InlineData("rgb.tiff", "tiff", 3, null, true, null, null)]
    public void What_real_programs_wrote_is_read(
        string file, string format, int? pages, int? copies, bool? colour, int? sides, string? paper) =>
        Reading.Of(Fixture.Bytes(file)).ShouldBe(new DocumentProperties(format, pages, copies, colour, sides, paper));

    [Fact]
    public void Every_fixture_is_looked_at() => Fixture.All.Count().ShouldBe(21);
}
