using System.Text;
using TicketFlow.Printing.Documents;

namespace TicketFlow.Printing.Tests.Documents;

/// <summary>What drivers write, in small: one rule of a format per test.</summary>
public sealed class WrittenDocumentTests
{
    private const string Exit = "\x1b%-12345X";

    [Theory]
    [InlineData("one page\n", 1)]
    [InlineData("one\fpage each\f", 2)]
    [InlineData("\n\n \n", null)]
    [InlineData("^XA^FO50,50^FDlabel^FS^XZ", null)]
    public void Text_has_a_page_for_each_form_feed_and_for_a_rest(string text, int? pages) => Reading.Of(text).Pages.ShouldBe(pages);

    [Theory]
    [InlineData(60, 1)]
    [InlineData(61, 2)]
    [InlineData(601, 11)]
    public void Text_has_a_new_page_where_the_lines_no_longer_fit(int lines, int pages) =>
        Reading.Of(string.Concat(Enumerable.Repeat("line\n", lines))).Pages.ShouldBe(pages);

    [Theory]
    [InlineData("\x1b" + "Eone\ftwo\x1b" + "E", 2, null)]
    [InlineData("\x1b" + "E\f\f\x1b" + "E", 2, null)]
    [InlineData("\x1b" + "E\x1b&l3Xone\f\x1b" + "E", 1, 3)]
    [InlineData("\x1b" + "E\x1b&l2Xone\f\x1b&l3Xtwo\f\x1b" + "E", 5, 1)]
    [InlineData("\x1b" + "E\x1b*b5W\f\f\f\f\f\x1b*rB\x1b" + "E", 1, null)]
    [InlineData("\x1b" + "E\x1b(s3W\f\f\ftext\x1b&l0H\x1b" + "E", 1, null)]
    [InlineData("\x1b" + "E\x1b%0BIN;SP1;PD10,10;\f\x1b%0Atext\x1b" + "E", 1, null)]
    [InlineData("\x1b" + "E\x1b*b99W too short", null, null)]
    public void Pcl_ends_pages_by_form_feed_and_where_something_is_left(string pcl, int? pages, int? copies)
    {
        var read = Reading.Of(pcl);
        (read.Format, read.Pages, read.Copies).ShouldBe((pages is null ? DocumentFormats.Unknown : DocumentFormats.Pcl, pages, copies));
    }

    [Fact]
    public void The_pages_of_an_inkjets_dialect_are_unknown() =>
        Reading.Of("\x1b" + "E\x1b&l26A\x1b*g4W1234\x1b*b9m\x1b*b50Y2v\f\f\f").ShouldBe(
            new DocumentProperties("pcl", Paper: "iso_a4_210x297mm"));

    [Fact]
    public void Pcl_text_goes_on_to_a_new_page_when_it_is_full() =>
        Reading.Of("\x1b" + "E" + string.Concat(Enumerable.Repeat("line\r\n", 121)) + "\x1b" + "E").Pages.ShouldBe(3);

    [Fact]
    public void Pjl_around_a_document_tells_what_the_document_does_not() =>
        Reading.Of(Exit + "@PJL JOB NAME=\"x\"\r\n@PJL SET COPIES=2\r\n@PJL SET QTY = 3\r\n@PJL SET DUPLEX=ON\r\n@PJL SET PAPER=A4\r\n"
                + "@PJL SET RENDERMODE=GRAYSCALE\r\n@PJL ENTER LANGUAGE=PCL\r\nsome text\fmore" + Exit + "@PJL EOJ\r\n" + Exit)
            .ShouldBe(new DocumentProperties("pcl", 2, 6, false, 2, "iso_a4_210x297mm"));

    [Fact]
    public void Text_behind_pjl_ends_where_the_pjl_goes_on() =>
        Reading.Of(Exit + "@PJL SET COPIES=2\r\nsome text\fmore" + Exit + "@PJL EOJ\r\n" + Exit)
            .ShouldBe(new DocumentProperties("pcl", 2, 2));

    [Fact]
    public void Letters_in_another_language_are_no_text() =>
        Reading.Of(Exit + "@PJL ENTER LANGUAGE=HPGL2\r\nIN;SP1;PD10,10;PG;").ShouldBe(new DocumentProperties("unknown"));

    [Fact]
    public void Several_documents_in_one_file_are_added_up()
    {
        var part = Exit + "@PJL SET COPIES=2\r\n@PJL ENTER LANGUAGE=PCL\r\n\x1b" + "Eone\ftwo\f\x1b" + "E";
        Reading.Of(part + part + Exit).ShouldBe(new DocumentProperties("pcl", 4, 2));
        Reading.Of(part + Exit + "@PJL ENTER LANGUAGE=PCL\r\n\x1b" + "Eone\f\x1b" + "E" + Exit)
            .ShouldBe(new DocumentProperties("pcl", 5, 1));
        Reading.Of(part + Exit + "@PJL ENTER LANGUAGE=ACL\r\n\u0001\u0002" + Exit).Pages.ShouldBeNull();
    }

    [Fact]
    public void Pdf_inside_pjl_is_found_by_its_own_offsets()
    {
        var head = Encoding.Latin1.GetBytes(Exit + "@PJL SET DUPLEX=ON\r\n@PJL ENTER LANGUAGE=PDF\r\n");
        byte[] wrapped = [.. head, .. Fixture.Bytes("plain.pdf"), .. Encoding.Latin1.GetBytes(Exit)];
        var read = Reading.Of(wrapped);
        read.ShouldBe(new DocumentProperties("pdf", 3, null, null, 2, "iso_a4_210x297mm"));
        read.Sheets.ShouldBe(2);
    }

    [Fact]
    public void A_pdf_whose_table_is_cut_off_is_searched() =>
        Reading.Of(Fixture.Bytes("plain.pdf")[..^200]).Pages.ShouldBe(3);

    [Fact]
    public void Pages_packed_away_in_a_pdf_without_its_table_are_unknown() =>
        Reading.Of(Fixture.Bytes("objstm.pdf")[..^200]).ShouldBe(new DocumentProperties("pdf"));

    [Fact]
    public void Post_script_tells_by_its_comments()
    {
        Reading.Of("%!PS-Adobe-3.0\n%%Pages: (atend)\n%%Requirements: duplex numcopies(4) color\n"
                + "%%DocumentMedia: Plain 842 1191 80 white ()\n"
                + "%%Page: 1 1\n%%BeginDocument: logo.eps\n%%Page: 1 1\n%%Page: 2 2\n%%EndDocument\nshowpage\n%%Page: 2 2\nshowpage\n"
                + "%%Trailer\n%%Pages: 2\n%%EOF\n")
            .ShouldBe(new DocumentProperties("postscript", 2, 4, true, 2, "iso_a3_297x420mm"));
        Reading.Of("%!PS-Adobe-3.0\n%%Pages: 7\n%%BeginFeature: *Duplex None\n%%BeginFeature: *PageSize Letter\n/#copies 2 def\n")
            .ShouldBe(new DocumentProperties("postscript", 7, 2, null, 1, "na_letter_8.5x11in"));
        Reading.Of("%!PS-Adobe-3.0\n%%BeginBinary: 9\n\n%%Page: \n%%EndBinary\n%%Page: 1 1\n").Pages.ShouldBe(1);
    }

    [Fact]
    public void A_post_script_program_without_comments_is_unknown() =>
        Reading.Of("%!\n1 1 100 { pop showpage } for\n").ShouldBe(new DocumentProperties("postscript"));

    [Theory]
    [InlineData("")]
    [InlineData("\0\u0001\u0002\u0003")]
    [InlineData("%PDF-1.7\n")]
    [InlineData("II*\0")]
    [InlineData("UNIRAST\0")]
    [InlineData("RaS2")]
    public void What_is_nothing_or_only_a_beginning_is_unknown(string document) => Reading.Of(document).Pages.ShouldBeNull();

    [Theory]
    [InlineData(3, 2, 1, 2)]
    [InlineData(3, 1, 2, 6)]
    [InlineData(1, 2, 3, 3)]
    public void Sheets_follow_from_pages_sides_and_copies(int pages, int sides, int copies, int sheets) =>
        new DocumentProperties("pdf", pages, copies, null, sides).Sheets.ShouldBe(sheets);

    [Fact]
    public void Sheets_are_unknown_when_pages_or_sides_are()
    {
        new DocumentProperties("pdf", 3).Sheets.ShouldBeNull();
        new DocumentProperties("pdf", Sides: 2).Sheets.ShouldBeNull();
    }
}
