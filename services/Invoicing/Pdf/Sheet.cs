using System.Globalization;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Invoicing.Pdf;

/// <summary>The paper of one document: its pages so far, where the next thing goes, and the faces everything is set in.</summary>
internal sealed class Sheet
{
    public const decimal Left = 56.7m;
    public const decimal Right = PdfFile.Width - Left;
    public const decimal Bottom = 752m;

    public static readonly Face Body = new(PdfFont.Regular, 9, Ink.Text);
    public static readonly Face Strong = new(PdfFont.Bold, 9, Ink.Text);
    public static readonly Face Small = new(PdfFont.Regular, 7, Ink.Quiet);
    public static readonly Face Label = new(PdfFont.Regular, 8, Ink.Quiet);

    private readonly List<PdfPage> _pages = [];

    public Sheet(InvoiceDocument document)
    {
        Document = document;
        Words = InvoiceWords.Of(document.Language);
        Title = document.Kind == InvoiceKind.Invoice ? Words.Invoice : Words.CreditNote;
        Page = null!;
    }

    public InvoiceDocument Document { get; }

    public InvoiceWords Words { get; }

    /// <summary>"Invoice" or "Credit note".</summary>
    public string Title { get; }

    /// <summary>The page being filled.</summary>
    public PdfPage Page { get; private set; }

    /// <summary>Where the next thing goes, from the top.</summary>
    public decimal Y { get; set; }

    public bool IsFirstPage => _pages.Count == 1;

    public bool Fits(decimal height) => Y + height <= Bottom;

    public string Money(decimal amount) => Words.Money(amount, Document.MinorUnits);

    /// <summary>A new page with its coloured edge and, after the first, the running header.</summary>
    public void NewPage()
    {
        Page = new PdfPage();
        _pages.Add(Page);
        Page.Box(0, 0, PdfFile.Width, 5, Ink.Accent);
        if (Document.Number is null)
        {
            Page.Watermark(Words.Draft, new Face(PdfFont.Bold, 120, Ink.Faint));
        }

        if (!IsFirstPage)
        {
            var buyer = TextWrap.Shorten(Document.Buyer.Name, Label, 200);
            Page.Text(Left, 40, TextWrap.Shorten(Document.Seller.Name, Strong, 240), Strong with { Ink = Ink.Accent });
            Page.Text(Right, 40, $"{Title} {Document.Number ?? Words.Draft} · {buyer}", Label, Align.Right);
            Page.Line(Left, Right, 48, 0.5m, Ink.Rule);
        }

        Y = 72;
    }

    /// <summary>The file, with "page x of y" and the seller's data at the foot of each page.</summary>
    public byte[] Finish()
    {
        for (var number = 1; number <= _pages.Count; number++)
        {
            InvoiceFoot.Draw(this, _pages[number - 1], string.Format(CultureInfo.InvariantCulture, Words.Page, number, _pages.Count));
        }

        var file = new PdfFile($"{Title} {Document.Number ?? Words.Draft}", Document.Seller.Name,
            $"{Words.CostCentre} {Document.CostCentre}");
        _pages.ForEach(file.Add);
        return file.Bytes();
    }
}
