using System.Globalization;
using System.Security.Cryptography;
using TicketFlow.Invoicing.Csv;
using TicketFlow.Invoicing.Documents;
using TicketFlow.Invoicing.Json;
using TicketFlow.Invoicing.Pdf;
using TicketFlow.Invoicing.Ubl;

namespace Invoicing.Tests;

public sealed class SameBytesTests
{
    public static TheoryData<string, string> Approved => new()
    {
        { "pdf", "7537fb39e0a3c1a94e52d4ac73ace133b87d3ea56d6d0b57197c8d2368716cbf" },
        { "csv", "a60ddb6aecebd2f60a52c8b5b2d58fd83092be113c137899e284a6e1e62a3177" },
        { "json", "11c454dc699217b88518514a5e0bb31a56c9531c6806c01fead3af1e46c671e0" },
        { "ubl", "9af42486fd00c83ab4a317c7a240a2ac6919007f0881f470c363d6a591743a37" },
    };

    /// <summary>
    /// Issued documents are printed again in ten years. When this test fails, the change alters them: give the change a new layout number
    /// instead, and let layout 1 stay as it is.
    /// </summary>
    [Theory]
    [MemberData(nameof(Approved))]
    public void Layout_1_never_changes(string form, string hash) => Hash(Render(form, Sample.Invoice)).ShouldBe(hash);

    [Theory]
    [InlineData("pdf")]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("ubl")]
    public void Neither_culture_nor_thread_changes_a_byte(string form)
    {
        var here = Render(form, Sample.CreditNote);
        var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        foreign.NumberFormat.NumberDecimalSeparator = ",";
        foreign.NumberFormat.NumberGroupSeparator = "'";
        foreign.NumberFormat.NegativeSign = "~";
        foreign.DateTimeFormat.ShortDatePattern = "dd/yyyy/MM";
        byte[]? there = null;
        var thread = new Thread(() => there = Render(form, Sample.CreditNote)) { CurrentCulture = foreign, CurrentUICulture = foreign };
        thread.Start();
        thread.Join();
        there.ShouldBe(here);
    }

    private static byte[] Render(string form, InvoiceDocument document) => form switch
    {
        "pdf" => InvoicePdf.Render(document),
        "csv" => InvoiceCsv.Render(document),
        "json" => InvoiceJson.Render(document),
        _ => UblDocument.Render(document),
    };

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
