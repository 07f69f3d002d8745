using System.Text;
using TicketFlow.Invoicing.Pdf;

namespace Invoicing.Tests.Pdf;

public sealed class LettersTests
{
    private static readonly Face Face = new(PdfFont.Regular, 10, Ink.Text);

    [Theory]
    [InlineData("Größe €", "Gr\u00F6\u00DFe \u0080")]
    [InlineData("Łukasz Őry, Dvořák", "Lukasz Ory, Dvor\u00E1k")]
    [InlineData("„Anführung“ – 5 − 3…", "\u0084Anf\u00FChrung\u0093 \u0096 5 - 3\u0085")]
    [InlineData("Москва 東京", "?????? ??")]
    [InlineData("😀", "?")]
    [InlineData("a\tb\nc", "a b c")]
    public void Letters_that_the_fonts_lack_become_the_nearest_or_a_question_mark(string text, string printed) =>
        Encoding.Latin1.GetString(WinAnsi.Encode(text)).ShouldBe(printed);

    [Fact]
    public void Widths_are_those_of_Helvetica()
    {
        PdfFont.Regular.Width("Hamburg €", 1000).ShouldBe(722 + 556 + 833 + 556 + 556 + 333 + 556 + 278 + 556);
        PdfFont.Bold.Width("Wi", 10).ShouldBe(12.22m);
    }

    [Fact]
    public void Lines_break_between_words_and_inside_a_word_only_when_it_is_too_wide()
    {
        TextWrap.Wrap("one two three", Face, Face.Width("one two")).ShouldBe(["one two", "three"]);
        TextWrap.Wrap("abcdef", Face, Face.Width("abc")).ShouldBe(["abc", "def"]);
        TextWrap.Wrap("aa bb cc dd ee", Face, Face.Width("aa bb"), most: 2).ShouldBe(["aa bb", "cc…"]);
        TextWrap.Wrap("", Face, 10).ShouldBe([""]);
    }

    [Fact]
    public void A_shortened_text_fits()
    {
        var text = TextWrap.Shorten(new string('m', 100_000), Face, 100);
        Face.Width(text).ShouldBeLessThanOrEqualTo(100);
        text.ShouldEndWith("…");
    }
}
