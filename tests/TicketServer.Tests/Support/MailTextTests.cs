using TicketFlow.Delivery;
using TicketFlow.Testing.Mail;
using TicketFlow.TicketServer.Support;

namespace TicketServer.Tests.Support;

/// <summary>What stands in the mail.</summary>
public sealed class MailTextTests
{
    private static readonly Guid Id = new("0197b3a4-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset At = new(2026, 3, 5, 6, 7, 8, TimeSpan.Zero);

    [Fact]
    public void A_mail_is_written_to_the_letter() =>
        Write(new(SupportKinds.ResourceWorks, "hall works again.", "hall")).ShouldBe(string.Join(
        "\r\n",
        "Date: Thu, 05 Mar 2026 06:07:08 +0000", "From: TicketFlow <tf@example.org>", "To: <desk@example.org>",
        "Message-ID: <0197b3a4000070008000000000000001@example.org>", "Subject: hall works again", "Auto-Submitted: auto-generated",
        "X-TicketFlow-Id: 0197b3a4-0000-7000-8000-000000000001", "X-TicketFlow-Kind: resource-works", "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "",
        "aGFsbCB3b3JrcyBhZ2Fpbi4NCg0KV2hlbjogMjAyNi0wMy0wNSAwNjowNzowOCBVVEMNClJlc291", "cmNlOiBoYWxsDQo=", ""));

    [Fact]
    public void Nothing_in_a_notice_can_write_a_header_or_end_the_mail()
    {
        var text = Write(new SupportNotice(
            SupportKinds.ResourceStopped, "a\r\n.\r\nRCPT TO:<evil@example.org>", "hall\r\nBcc: evil@example.org", "j\r\n.",
            ["x\r\n.\r\nX: y"]));
        var headers = text.Split("\r\n\r\n")[0].Split("\r\n");
        headers.Where(h => !h.StartsWith(' ')).Select(h => h.Split(':')[0]).ShouldBe(
            ["Date", "From", "To", "Message-ID", "Subject", "Auto-Submitted", "X-TicketFlow-Id", "X-TicketFlow-Kind", "MIME-Version",
                "Content-Type",
                "Content-Transfer-Encoding"]);
        text.Split("\r\n").ShouldNotContain(line => line.StartsWith('.'));
    }

    [Fact]
    public void Long_and_foreign_text_stays_within_the_limits_of_a_line_and_survives()
    {
        var name = string.Concat(Enumerable.Repeat("Zürich–東京🖨 ", 12)).Trim();
        var text = Write(new SupportNotice(SupportKinds.ResourceStopped, name, name));
        text.Split("\r\n").ShouldAllBe(line => line.Length <= 78 && line.All(char.IsAscii));
        var mail = new ReceivedMail("", "", text, false, null);
        mail.Body.ShouldStartWith(name);
        var words = mail.Header("Subject")!.Split(' ').Select(w => Convert.FromBase64String(w["=?utf-8?B?".Length..^2]));
        string.Concat(words.Select(System.Text.Encoding.UTF8.GetString)).ShouldBe(name + " has stopped");
    }

    private static string Write(SupportNotice notice) =>
        MailText.Write(SupportLetter.Of(new PendingNotice(Id, At, notice)), "tf@example.org", "desk@example.org");
}
