using System.Text;
using System.Text.Json;
using TicketFlow.Delivery;
using TicketFlow.Delivery.AlertRules;
using TicketFlow.Testing.Web;

namespace PrinterMonitor.Tests.Alerts;

/// <summary>From a change of health in a real database to a real mail server and a real web server.</summary>
public sealed class AlertDeliveryTests
{
    private static readonly AlertRule Paper = new("paper", ["media-*"], [], ["Berlin"], ["paper@example.org"]) { After = TimeSpan.Zero };

    [Fact]
    public async Task Trouble_and_its_end_arrive_once_and_belong_together()
    {
        await using var alerts = await AlertHarness.CreateAsync(Paper);
        await alerts.StartAsync();
        await alerts.StartAsync();
        await alerts.BecomesAsync("hall-2", "media-empty");
        await MailsAsync(alerts, 1);
        await alerts.BecomesAsync("hall-2");
        await MailsAsync(alerts, 2);

        var (opened, closed) = (alerts.Mail.Mails[0], alerts.Mail.Mails[1]);
        opened.To.ShouldBe("paper@example.org");
        opened.Header("Subject").ShouldBe("hall-2: paper is empty (Berlin)");
        opened.Body.ShouldContain("- hall-2: paper is empty, since 2");
        opened.Body.ShouldContain("It shows: Load Tray 2");
        var incident = await alerts.Database.ScalarAsync<Guid>("select id from monitor.alert_incident");
        opened.Header("Message-ID").ShouldBe($"<{incident:n}.trouble.paper@example.org>");
        closed.Header("Subject").ShouldBe("Over: hall-2: paper is empty (Berlin)");
        closed.Header("In-Reply-To").ShouldBe(opened.Header("Message-ID"));
        await Eventually.TrueAsync(async () => await alerts.StatesAsync() == "sent sent", () => "both sent");
    }

    [Fact]
    public async Task Five_hundred_printers_of_a_site_are_one_mail()
    {
        await using var alerts = await AlertHarness.CreateAsync(
            Paper with { Causes = ["timed-out"] },
                new AlertRule("hall", ["timed-out"], ["p77"], [], ["hall@example.org"]) { After = TimeSpan.Zero });
        await alerts.BecomesAsync([.. Enumerable.Range(0, 500).Select(i => $"p{i}")], "timed-out");
        // As the worker finds it half a minute later: nothing grows any more.
        await alerts.Database.ExecuteAsync("update monitor.alert_change set at = at - interval '10 minutes'");
        await alerts.StartAsync();
        await MailsAsync(alerts, 2);
        var mail = alerts.Mail.Mails.Single(m => m.To == "paper@example.org");
        mail.Header("Subject").ShouldBe("500 printers: does not answer (Berlin)");
        mail.Body.ShouldContain("... and 450 more");
        alerts.Mail.Mails.Single(m => m.To == "hall@example.org").Header("Subject").ShouldBe("p77: does not answer (Berlin)");
    }

    [Fact]
    public async Task A_web_address_gets_signed_json_until_it_takes_it()
    {
        await using var web = await WebhookReceiver.StartAsync();
        await using var alerts = await AlertHarness.CreateAsync(Paper with { Receivers = [web.Address] });
        web.Status = 503;
        await alerts.StartAsync();
        await alerts.BecomesAsync("hall-2", "media-jam");
        await Eventually.TrueAsync(() => web.Posts.Count >= 3, () => $"{web.Posts.Count} tries");
        web.Status = 200;
        await Eventually.TrueAsync(async () => await alerts.StatesAsync() == "sent", () => "sent");

        web.Posts.Select(p => p.Id).Distinct().ShouldHaveSingleItem();
        var post = web.Posts[0];
        post.Signature.ShouldBe(WebhookSender.Sign("s3cret", post.Body));
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(post.Body));
        json.RootElement.GetProperty("kind").GetString().ShouldBe("trouble");
        json.RootElement.GetProperty("incidents")[0].GetProperty("cause").GetString().ShouldBe("media-jam");
    }

    [Fact]
    public async Task A_mail_server_that_is_away_delays_and_loses_nothing()
    {
        await using var alerts = await AlertHarness.CreateAsync(Paper);
        await alerts.Mail.StopAsync();
        await alerts.StartAsync();
        await alerts.BecomesAsync("hall-2", "media-empty");
        await Eventually.TrueAsync(
            async () => await alerts.Database.ScalarAsync<long>("select count(*) from monitor.alert_letter where tries > 2") == 1,
            () => "three tries");
        alerts.Mail.Start();
        await MailsAsync(alerts, 1);
    }

    [Fact]
    public async Task A_monitor_that_died_with_a_letter_in_hand_is_followed_by_another_with_the_same_message_id()
    {
        await using var alerts = await AlertHarness.CreateAsync(Paper);
        alerts.Settings["Alerts:Timeout"] = "00:00:01";
        alerts.Settings["Alerts:ClaimFor"] = "00:00:02";
        var receipt = new TaskCompletionSource();
        alerts.Mail.Receipt = receipt.Task;
        await alerts.StartAsync();
        await alerts.BecomesAsync("hall-2", "media-empty");
        await MailsAsync(alerts, 1);
        // The mail has arrived; whoever sent it ends before it hears so.
        await alerts.StopAsync();
        receipt.SetResult();
        await alerts.StartAsync();
        await MailsAsync(alerts, 2);
        alerts.Mail.Mails.Select(m => m.Header("Message-ID")).Distinct().ShouldHaveSingleItem();
        await Eventually.TrueAsync(async () => await alerts.StatesAsync() == "sent", () => "sent");
    }

    [Fact]
    public async Task Changes_that_nobody_looked_at_wait_for_a_monitor()
    {
        await using var alerts = await AlertHarness.CreateAsync(Paper);
        await alerts.BecomesAsync("hall-2", "media-empty");
        await alerts.BecomesAsync("hall-3", "media-empty");
        await alerts.BecomesAsync("hall-3");
        await alerts.StartAsync();
        await MailsAsync(alerts, 1);
        alerts.Mail.Mails[0].Header("Subject").ShouldBe("hall-2: paper is empty (Berlin)");
        (await alerts.Database.ScalarAsync<long>("select count(*) from monitor.alert_change")).ShouldBe(0);
    }

    [Fact]
    public async Task A_new_rule_tells_what_stands_already()
    {
        await using var alerts = await AlertHarness.CreateAsync();
        await alerts.StartAsync();
        await alerts.BecomesAsync("hall-2", "media-empty");
        await Eventually.TrueAsync(
            async () => await alerts.Database.ScalarAsync<long>("select count(*) from monitor.alert_incident") == 1,
                () => "open");
        await alerts.SaveAsync(new AlertRuleSaved(Paper));
        await MailsAsync(alerts, 1);
        await alerts.SaveAsync(new AlertRuleSaved(Paper with { Receivers = ["others@example.org"] }));
        await alerts.BecomesAsync("hall-2");
        await MailsAsync(alerts, 2);
        alerts.Mail.Mails[1].To.ShouldBe("others@example.org");
    }

    [Fact]
    public async Task An_address_that_is_refused_for_good_is_not_tried_again()
    {
        await using var alerts = await AlertHarness.CreateAsync(Paper);
        alerts.Mail.Recipient = _ => "550 nobody of that name";
        await alerts.StartAsync();
        await alerts.BecomesAsync("hall-2", "media-empty");
        await Eventually.TrueAsync(async () => await alerts.StatesAsync() == "refused", () => "refused");
        (await alerts.Database.ScalarAsync<string>("select error from monitor.alert_letter")).ShouldContain("nobody of that name");
    }

    private static Task MailsAsync(AlertHarness alerts, int count) =>
        Eventually.TrueAsync(() => alerts.Mail.Mails.Count >= count,
            () => $"{count} mails; there are {alerts.Mail.Mails.Count}");
}
