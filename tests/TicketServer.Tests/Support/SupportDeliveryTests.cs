using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TicketFlow.Delivery.AlertRules;
using TicketFlow.Testing.Web;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Resources;

namespace TicketServer.Tests.Support;

/// <summary>Support hears of it: by real mail, by real HTTP, whatever breaks in between (M-17, step 7-2).</summary>
public sealed class SupportDeliveryTests : IAsyncLifetime
{
    private SupportHarness _support = null!;

    public async Task InitializeAsync() => _support = await SupportHarness.CreateAsync();

    public async Task DisposeAsync() => await _support.DisposeAsync();

    [Fact]
    public async Task A_stopped_printer_gives_one_mail_that_says_what_and_where()
    {
        _support.Receiver("desk", mail: "desk@example.org");
        await _support.StartAsync();
        var id = await _support.StopPrinterAsync("hall", "media-empty");
        await Eventually.ShouldBecomeAsync(_support.StatesAsync, "desk=sent");
        var mail = _support.Mail.Mails.ShouldHaveSingleItem();
        (mail.From, mail.To).ShouldBe(("ticketflow@example.org", "desk@example.org"));
        mail.Header("Subject").ShouldBe("hall has stopped: media-empty");
        mail.Header("Message-ID").ShouldBe($"<{id:n}@example.org>");
        mail.Header("X-TicketFlow-Id").ShouldBe(id.ToString());
        mail.Body.ShouldStartWith("hall has stopped: tray 2 is empty (found by monitor).");
    }

    [Fact]
    public async Task Who_hears_of_it_by_an_alert_rule_is_not_told_again_unless_it_asked_for_it()
    {
        _support.Receiver("desk", mail: "desk@example.org");
        _support.Receiver("wants", mail: "desk@example.org", kind: "resource-stopped");
        _support.Receiver("other", mail: "other@example.org");
        await _support.AppendAsync(AlertRuleStream.Key, new AlertRuleSaved(
            new AlertRule("paper", ["media-*"], [], ["Berlin"], ["DESK@example.org", "purchasing@example.org"])));
        foreach (var (name, location) in new[] { ("hall", "Berlin, hall 2"), ("attic", "Bonn") })
        {
            await _support.AppendAsync(
                ResourceEventTypes.StreamKey(name), new ResourceRegistered(name, "printer", "192.0.2.7:9100", "raw", 1, 1000, location));
        }

        // By the rule: the desk hears of the first pair and of nothing else.
        await _support.StopPrinterAsync("hall", "media-empty");
        await _support.AppendAsync(ResourceEventTypes.StreamKey("hall"), new ResourceWorks("hall", "monitor"));
        await _support.StopPrinterAsync("hall", "toner-empty");
        await _support.StopPrinterAsync("attic", "media-empty");
        await _support.AppendAsync(ResourceEventTypes.StreamKey("hall"), new ResourceStopped("hall", ["media-empty"], "", "operator:ana"));
        await _support.StartAsync();
        await Eventually.ShouldBecomeAsync(
            _support.StatesAsync, string.Join(' ', Enumerable.Repeat("desk=sent", 3).Concat(Enumerable.Repeat("other=sent", 5))
                .Concat(Enumerable.Repeat("wants=sent", 4))));
        _support.Mail.Mails.Where(m => m.To == "desk@example.org").Select(m => m.Header("Subject")).Order().ShouldBe(
        [
            "attic has stopped: media-empty", "attic has stopped: media-empty", "hall has stopped: media-empty",
            "hall has stopped: media-empty", "hall has stopped: media-empty", "hall has stopped: toner-empty",
            "hall has stopped: toner-empty",
        ]);
    }

    [Fact]
    public async Task A_web_address_gets_signed_json()
    {
        await using var web = await WebhookReceiver.StartAsync();
        _support.Receiver("chat-bot", webhook: web.Address);
        _support.Receiver("open", webhook: web.Address);
        _support.Settings["TICKETFLOW_SUPPORT_SECRET_CHAT_BOT"] = "a secret";
        await _support.StartAsync();
        var id = await _support.StopPrinterAsync("hall", "media-empty");
        await Eventually.ShouldBecomeAsync(_support.StatesAsync, "chat-bot=sent open=sent");
        web.Posts.Select(p => p.Id).ShouldBe([id.ToString(), id.ToString()]);
        var signed = web.Posts.Where(p => p.Signature is not null).ShouldHaveSingleItem();
        signed.Signature.ShouldBe(
            "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("a secret"), signed.Body)));
        signed.ContentType.ShouldBe("application/json");
        var json = JsonDocument.Parse(signed.Body).RootElement;
        json.GetProperty("kind").GetString().ShouldBe("resource-stopped");
        json.GetProperty("resource").GetString().ShouldBe("hall");
        json.GetProperty("causes")[0].GetString().ShouldBe("media-empty");
    }

    [Fact]
    public async Task An_administrator_is_told_of_a_silent_job_and_support_that_a_printer_works_again()
    {
        _support.Receiver("desk", mail: "desk@example.org");
        await _support.StartAsync();
        await _support.AppendAsync("job-aaaaaaaaaaaaaaaa", new AdministratorAlerted(1, "no status for 5 minutes", 2, null));
        await _support.AppendAsync(ResourceEventTypes.StreamKey("hall"), new ResourceWorks("hall", "monitor"));
        await Eventually.ShouldBecomeAsync(_support.StatesAsync, "desk=sent desk=sent");
        _support.Mail.Mails.Select(m => m.Header("Subject")).ShouldBe(
            ["An administrator is needed: job aaaaaaaaaaaaaaaa", "hall works again"], ignoreOrder: true);
    }

    [Fact]
    public async Task Particular_kinds_and_causes_go_to_particular_people()
    {
        _support.Receiver("all", mail: "all@example.org");
        _support.Receiver("paper", mail: "paper@example.org", kind: "resource-stopped", cause: "media-empty");
        await _support.StartAsync();
        await _support.StopPrinterAsync("hall", "media-jam");
        await _support.StopPrinterAsync("cellar", "toner-empty", "media-empty");
        await _support.AppendAsync(ResourceEventTypes.StreamKey("cellar"), new ResourceWorks("cellar", "monitor"));
        await Eventually.ShouldBecomeAsync(_support.StatesAsync, "all=sent all=sent all=sent paper=sent");
        _support.Mail.Mails.Where(m => m.To == "paper@example.org").ShouldHaveSingleItem().Header("X-TicketFlow-Kind").ShouldBe(
            "resource-stopped");
    }

    [Fact]
    public async Task A_mail_server_that_is_down_gets_the_notice_when_it_is_up_again()
    {
        _support.Receiver("desk", mail: "desk@example.org");
        await _support.Mail.StopAsync();
        await _support.StartAsync();
        await _support.StopPrinterAsync();
        await Eventually.ShouldBecomeAsync(
            () => _support.Database.ScalarAsync<long>(
                "select count(*) from ticketflow.support_delivery where tries >= 2 and state = 'open'"), 1L);
        _support.Log.ShouldContain(line => line.Contains("could not be delivered to desk"));
        _support.Mail.Start();
        await Eventually.ShouldBecomeAsync(_support.StatesAsync, "desk=sent");
        _support.Mail.Mails.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_web_address_that_fails_gets_the_notice_again_under_the_same_id()
    {
        await using var web = await WebhookReceiver.StartAsync();
        web.Status = 503;
        _support.Receiver("chat", webhook: web.Address);
        await _support.StartAsync();
        var id = await _support.StopPrinterAsync();
        await Eventually.ShouldBecomeAsync(() => Task.FromResult(web.Posts.Count >= 2), true);
        web.Status = 200;
        await Eventually.ShouldBecomeAsync(_support.StatesAsync, "chat=sent");
        web.Posts.Select(p => p.Id).Distinct().ShouldBe([id.ToString()]);
    }

    [Fact]
    public async Task A_worker_that_dies_between_sending_and_marking_leads_to_a_second_mail_with_the_same_id()
    {
        _support.Receiver("desk", mail: "desk@example.org");
        _support.Settings["Support:Timeout"] = "00:00:00.9";
        _support.Settings["Support:ClaimFor"] = "00:00:01";
        var receipt = new TaskCompletionSource();
        _support.Mail.Receipt = receipt.Task;
        await _support.StartAsync();
        await _support.StopPrinterAsync();
        await Eventually.ShouldBecomeAsync(() => Task.FromResult(_support.Mail.Mails.Count >= 1), true);
        await _support.StopAsync();
        receipt.SetResult();
        (await _support.StatesAsync()).ShouldBe("desk=open");
        var before = _support.Mail.Mails.Count;
        await _support.StartAsync();
        await Eventually.ShouldBecomeAsync(_support.StatesAsync, "desk=sent");
        _support.Mail.Mails.Count.ShouldBeGreaterThan(before);
        _support.Mail.Mails.Select(m => m.Header("Message-ID")).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_notice_written_while_no_worker_runs_is_delivered_later()
    {
        await _support.StopPrinterAsync();
        _support.Receiver("desk", mail: "desk@example.org");
        await _support.StartAsync();
        await Eventually.ShouldBecomeAsync(_support.StatesAsync, "desk=sent");
    }

    [Fact]
    public async Task A_refused_address_is_kept_and_logged_and_delays_nobody()
    {
        _support.Mail.Recipient = to => to.StartsWith("gone") ? "550 5.1.1 no such mailbox" : "250 fine";
        _support.Receiver("gone", mail: "gone@example.org");
        _support.Receiver("here", mail: "here@example.org");
        await _support.StartAsync();
        await _support.StopPrinterAsync();
        await Eventually.ShouldBecomeAsync(_support.StatesAsync, "gone=refused here=sent");
        (await ErrorOfAsync("gone")).ShouldContain("5.1.1");
        (await _support.Database.ScalarAsync<int>("select tries from ticketflow.support_delivery where receiver = 'gone'")).ShouldBe(1);
        await Eventually.ShouldBecomeAsync(
            () => Task.FromResult(
                _support.Log.Count(l => l.StartsWith("Error 1504") && l.Contains("gone") && l.Contains("no such mailbox"))), 1);
    }

    [Fact]
    public async Task A_mailbox_that_is_full_for_now_is_tried_again_and_given_up_in_the_end()
    {
        _support.Mail.Recipient = _ => "452 mailbox full";
        _support.Settings["Support:MaxTries"] = "3";
        _support.Receiver("full", mail: "full@example.org");
        await _support.StartAsync();
        await _support.StopPrinterAsync();
        await Eventually.ShouldBecomeAsync(_support.StatesAsync, "full=given-up");
        (await _support.Database.ScalarAsync<int>("select tries from ticketflow.support_delivery")).ShouldBe(3);
        await Eventually.ShouldBecomeAsync(() => Task.FromResult(_support.Log.Count(line => line.StartsWith("Error 1504"))), 1);
    }

    [Fact]
    public async Task A_receiver_that_never_answers_delays_no_other_and_is_given_up_by_time()
    {
        await using var web = await WebhookReceiver.StartAsync();
        _support.Mail.Receipt = new TaskCompletionSource().Task;
        _support.Settings["Support:Timeout"] = "00:00:15";
        _support.Settings["Support:MaxTries"] = "1";
        _support.Receiver("chat", webhook: web.Address);
        _support.Receiver("slow", mail: "slow@example.org");
        await _support.StartAsync();
        await _support.StopPrinterAsync();
        await Eventually.ShouldBecomeAsync(() => Task.FromResult(web.Posts.Count), 1);
        await Eventually.ShouldBecomeAsync(_support.StatesAsync, "chat=sent slow=given-up");
        (await ErrorOfAsync("slow")).ShouldContain("no answer");
    }

    [Fact]
    public async Task Three_servers_tell_support_once_each()
    {
        _support.Receiver("desk", mail: "desk@example.org");
        await _support.StartAsync();
        await _support.StartAsync();
        await _support.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => _support.StopPrinterAsync("hall-" + i)));
        await Eventually.ShouldBecomeAsync(
            () => _support.Database.ScalarAsync<long>("select count(*) from ticketflow.support_delivery where state = 'sent'"), 30L);
        _support.Mail.Mails.Select(m => m.Header("Message-ID")).Distinct().Count().ShouldBe(30);
        _support.Mail.Mails.Count.ShouldBe(30);
    }

    [Fact]
    public async Task Old_notices_are_swept_and_new_ones_stay()
    {
        _support.Receiver("desk", mail: "desk@example.org");
        await _support.StopPrinterAsync("old");
        await _support.Database.ExecuteAsync("update ticketflow.support_notice set at = at - interval '91 days'");
        await _support.StopPrinterAsync("new");
        await _support.StartAsync();
        await Eventually.ShouldBecomeAsync(
            () => _support.Database.ColumnAsync("select resource from ticketflow.support_notice order by 1"), "new");
    }

    private Task<string> ErrorOfAsync(string receiver) =>
        _support.Database.ScalarAsync<string>($"select error from ticketflow.support_delivery where receiver = '{receiver}'");
}
