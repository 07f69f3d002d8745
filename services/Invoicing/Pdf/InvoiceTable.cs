using System.Globalization;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Invoicing.Pdf;

/// <summary>The lines, under a heading per group, over as many pages as they need; amounts are carried from page to page.</summary>
internal static class InvoiceTable
{
    private const decimal ItemLeft = Sheet.Left + 28;
    private const decimal ItemWidth = 238;
    private const decimal QuantityRight = 372;
    private const decimal UnitLeft = 377;
    private const decimal PriceRight = 472;
    private const decimal AmountRight = Sheet.Right - 5;
    private const decimal LineHeight = 11.5m;

    public static void Draw(Sheet sheet)
    {
        Heading(sheet);
        if (sheet.Document.Lines.Count == 0)
        {
            sheet.Page.Text(ItemLeft, sheet.Y, sheet.Words.Nothing, Sheet.Body);
            sheet.Y += 20;
            return;
        }

        var sum = 0m;
        foreach (var group in Groups(sheet.Document.Lines))
        {
            Group(sheet, group, ref sum);
        }

        sheet.Page.Line(Sheet.Left, Sheet.Right, sheet.Y - 6, 0.8m, Ink.Accent);
    }

    private static void Group(Sheet sheet, List<InvoiceLine> lines, ref decimal sum)
    {
        // A heading is not left alone at the foot of a page.
        Room(sheet, 22 + 30, sum);
        sheet.Page.Box(Sheet.Left, sheet.Y - 11, Sheet.Right - Sheet.Left, 16, Ink.Tint);
        sheet.Page.Text(Sheet.Left + 5, sheet.Y, TextWrap.Shorten(lines[0].Group, Sheet.Strong, 460), Sheet.Strong);
        sheet.Y += 19;
        foreach (var line in lines)
        {
            Row(sheet, line, sum);
            sum += line.Amount;
        }

        if (lines.Count > 1)
        {
            Room(sheet, 16, sum);
            sheet.Page.Line(PriceRight + 8, Sheet.Right, sheet.Y - 10.5m, 0.4m, Ink.Rule);
            sheet.Page.Text(PriceRight, sheet.Y, sheet.Words.Subtotal, Sheet.Label, Align.Right);
            sheet.Page.Text(AmountRight, sheet.Y, sheet.Money(lines.Sum(l => l.Amount)), Sheet.Strong, Align.Right);
            sheet.Y += 20;
        }
        else
        {
            sheet.Y += 5;
        }
    }

    private static void Row(Sheet sheet, InvoiceLine line, decimal sum)
    {
        var text = TextWrap.Wrap(line.Text, Sheet.Body, ItemWidth, most: 4);
        var details = TextWrap.Wrap(Details(sheet.Words, line), Sheet.Small, ItemWidth, most: 3);
        Room(sheet, (text.Count * LineHeight) + (details.Count * 9) + 5, sum);
        sheet.Page.Text(Sheet.Left + 5, sheet.Y, line.Position.ToString(CultureInfo.InvariantCulture), Sheet.Label);
        sheet.Page.Text(QuantityRight, sheet.Y, sheet.Words.Plain(line.Quantity), Sheet.Body, Align.Right);
        sheet.Page.Text(UnitLeft, sheet.Y, TextWrap.Shorten(Unit(sheet, line), Sheet.Label, 44), Sheet.Label);
        sheet.Page.Text(PriceRight, sheet.Y, sheet.Words.UnitPrice(line.UnitPrice, sheet.Document.MinorUnits), Sheet.Body, Align.Right);
        sheet.Page.Text(AmountRight, sheet.Y, sheet.Money(line.Amount), Sheet.Body, Align.Right);
        foreach (var part in text)
        {
            sheet.Page.Text(ItemLeft, sheet.Y, part, Sheet.Body);
            sheet.Y += LineHeight;
        }

        sheet.Y -= 1.5m;
        foreach (var part in details)
        {
            sheet.Page.Text(ItemLeft, sheet.Y, part, Sheet.Small);
            sheet.Y += 9;
        }

        sheet.Y += 6;
    }

    /// <summary>A discount's quantity is an amount of money.</summary>
    private static string Unit(Sheet sheet, InvoiceLine line) =>
        line.Unit == "amount" ? sheet.Document.Currency : sheet.Words.Unit(line.Unit);

    private static string Details(InvoiceWords words, InvoiceLine line)
    {
        if (line.Tariff.Length == 0)
        {
            return "";
        }

        var jobs = line.Jobs == 1 ? words.Job : string.Format(CultureInfo.InvariantCulture, words.Jobs, words.Plain(line.Jobs));
        var events = string.Format(CultureInfo.InvariantCulture, words.Events, Few(line.Events));
        var tariff = string.Create(CultureInfo.InvariantCulture, $"{line.Tariff} v{line.TariffVersion}");
        return string.Join(" · ", new[] { jobs, tariff, line.Grade, events }.Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>On paper many events are named by the first and the last; the files for machines name each.</summary>
    private static string Few(string events) =>
        events.Length <= 40 || events.IndexOfAny([',', '-']) < 0 ? events.Replace(",", ", ", StringComparison.Ordinal)
        : $"{events[..events.IndexOfAny([',', '-'])]} … {events[(events.LastIndexOfAny([',', '-']) + 1)..]}";

    private static void Room(Sheet sheet, decimal height, decimal sum)
    {
        // The carried amount needs a line of its own below.
        if (sheet.Fits(height + 14))
        {
            return;
        }

        Carry(sheet, sheet.Words.Carried, sum);
        sheet.NewPage();
        Heading(sheet);
        Carry(sheet, sheet.Words.Brought, sum);
        sheet.Y += 20;
    }

    private static void Carry(Sheet sheet, string words, decimal sum)
    {
        sheet.Page.Text(PriceRight, sheet.Y + 2, words, Sheet.Label, Align.Right);
        sheet.Page.Text(AmountRight, sheet.Y + 2, sheet.Money(sum), Sheet.Strong, Align.Right);
    }

    private static void Heading(Sheet sheet)
    {
        var face = new Face(PdfFont.Bold, 8, Ink.Accent);
        sheet.Page.Text(Sheet.Left + 5, sheet.Y, "#", face);
        sheet.Page.Text(ItemLeft, sheet.Y, sheet.Words.Item, face);
        sheet.Page.Text(QuantityRight, sheet.Y, sheet.Words.Quantity, face, Align.Right);
        sheet.Page.Text(PriceRight, sheet.Y, sheet.Words.Price, face, Align.Right);
        sheet.Page.Text(AmountRight, sheet.Y, $"{sheet.Words.Amount} ({sheet.Document.Currency})", face, Align.Right);
        sheet.Page.Line(Sheet.Left, Sheet.Right, sheet.Y + 5, 0.8m, Ink.Accent);
        sheet.Y += 21;
    }

    private static IEnumerable<List<InvoiceLine>> Groups(IReadOnlyList<InvoiceLine> lines)
    {
        var group = new List<InvoiceLine>();
        foreach (var line in lines)
        {
            if (group.Count > 0 && !string.Equals(group[0].Group, line.Group, StringComparison.Ordinal))
            {
                yield return group;
                group = [];
            }

            group.Add(line);
        }

        yield return group;
    }
}
