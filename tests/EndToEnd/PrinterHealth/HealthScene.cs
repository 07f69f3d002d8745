using System.Text.Json;
using EndToEnd.Tests.MainPath;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.SystemUnderTest;
using TicketFlow.Testing.Mail;

namespace EndToEnd.Tests.PrinterHealth;

/// <summary>A whole system with printer monitors, a printer that has a real SNMP agent, and a mail server for support.</summary>
public abstract class HealthScene
{
    private const string Poll = "00:00:00.4";

    private protected const string Silent = " (silent)";

    /// <summary>Enough of a document for any printer; an obedient one reads no order in it.</summary>
    private protected static readonly byte[] Document = "%PDF-1.4\nNothing.\n"u8.ToArray();

    private protected TicketFlowSystem Site { get; private set; } = null!;

    private protected SnmpPrinter Card { get; private set; } = null!;

    private protected SmtpReceiver Mail { get; private set; } = null!;

    private protected string Printer => Site.PrinterNames[0];

    /// <summary>The name of <see cref="SnmpPrinter.Reader"/> in the monitors' credentials.</summary>
    private protected const string Credential = "readers";

    private protected async Task OnSystemAsync(int monitors, Func<Task> body, Func<SystemOptions, SystemOptions>? change = null)
    {
        var secrets = Directory.CreateTempSubdirectory("tf-health-");

        await using var mail = new SmtpReceiver();
        mail.Start();
        await using var card = new SnmpPrinter();
        await card.ShowAsync();
        var options = new SystemOptions
        {
            Slots = 1,
            Monitors = monitors,
            MonitorSettings = MonitorSettings(await WriteCredentialsAsync(secrets), mail.Port),
            ServerSettings = new Dictionary<string, string>
            {
                ["Support__Receivers__0__Name"] = "helpdesk",
                ["Support__Receivers__0__Mail"] = "helpdesk@example.org",
                ["Support__Smtp__Host"] = "127.0.0.1",
                ["Support__Smtp__Port"] = mail.Port.ToString(),
                ["Support__Smtp__Tls"] = "none",
                ["Support__Smtp__From"] = "ticketflow@example.org",
            },
        };
        await using var system = await TicketFlowSystem.StartAsync(change?.Invoke(options) ?? options);
        (Site, Card, Mail) = (system, card, mail);
        await system.ExplainAsync(body);
        secrets.Delete(recursive: true);
    }

    /// <summary>The operators' command, which must succeed.</summary>
    private protected Task<string> OperatorAsync(params string[] arguments) => CommandLine.OperatorAsync(Site, arguments);

    private protected Task HasHealthAsync(string health, string printer) => Eventually.TrueAsync(
        async () => health
            == await Site.Database.ScalarAsync<string>($"select health from ticketflow.queue_resource where name = '{printer}'"),
        () => $"{printer} is {health}");

    private protected Task ShowsAsync(LocalJob job, Func<LocalJob, bool> what, string text) => Eventually.TrueAsync(
        async () => what((await Site.Agents[0].JobsAsync()).Single(known => known.Key == job.Key)),
        () => $"{job.Title}: {text}");

    /// <summary>Stopped already: a new job's user is asked, support is mailed; mended, it prints by itself.</summary>
    private protected async Task IsAskedAndGoesOnAsync(string printer, string cause, Func<Task> mend)
    {
        await HasHealthAsync("stopped", printer);
        var job = (await Site.Agents[0].SubmitAsync(printer, cause, Document)).ShouldNotBeNull();
        await ShowsAsync(job, shown => shown.Question is { Answered: false }, $"is asked after {cause}");
        await MailedAsync(m => m.Header("Subject") == $"{printer} has stopped: {cause}", $"{printer} stopped by {cause}");
        await mend();
        await ShowsAsync(job, shown => shown.State == JobStates.Completed, $"prints by itself after {cause}");
    }

    private protected Task MailedAsync(Func<ReceivedMail, bool> which, string what) => Eventually.TrueAsync(
        () => Mail.Mails.Any(which),
        () => $"mail: {what}; there came {string.Join(" | ", Mail.Mails.Select(m => m.Header("Subject")))}");

    /// <summary>The aliases of the resource's events, but for one kind.</summary>
    private protected async Task<IReadOnlyList<string>> EventsAsync(string printer, string but) => await Site.Database.ColumnAsync(
        $"select type from ticketflow.mt_events where stream_id = 'resource-{printer}' and type <> '{but}' order by version");

    /// <summary>What the monitors told of the resource: status, causes, <see cref="Silent"/> where it is only remembered.</summary>
    private protected async Task<IReadOnlyList<string>> ReportsAsync(string printer) => await Site.Database.ColumnAsync($"""
        select rtrim(concat_ws(' ', data ->> 'status', (select string_agg(c, ' ') from jsonb_array_elements_text(data -> 'causes') c)))
          || case when (data ->> 'stale')::boolean then '{Silent}' else '' end
        from ticketflow.mt_events where stream_id = 'resource-{printer}' and type = 'resource_health_reported' order by version
        """);

    private static Dictionary<string, string> MonitorSettings(string credentials, int mailPort) => new()
    {
        ["Monitor__Polling__Idle"] = Poll,
        ["Monitor__Polling__Faulty"] = Poll,
        ["Monitor__Polling__Silent"] = "00:00:02",
        ["Monitor__Polling__Sleeping"] = Poll,
        ["Monitor__Polling__NoteSeenEvery"] = Poll,
        ["Monitor__Snmp__Timeout"] = "00:00:01",
        ["Monitor__Snmp__QuickTimeout"] = "00:00:01",
        ["Monitor__LeaseFor"] = "00:00:03",
        ["Monitor__RenewEvery"] = "00:00:01",
        ["TICKETFLOW_SNMP_CREDENTIALS_FILE"] = credentials,
        ["Alerts__Smtp__Host"] = "127.0.0.1",
        ["Alerts__Smtp__Port"] = mailPort.ToString(),
        ["Alerts__Smtp__Tls"] = "none",
        ["Alerts__Smtp__From"] = "ticketflow@example.org",
        ["Alerts__CloseAfter"] = "00:00:00",
        ["Alerts__LookEvery"] = "00:00:00.5",
        ["Alerts__RetryAfter"] = "00:00:00.2",
        ["Alerts__RetryAtMostAfter"] = "00:00:00.5",
        ["Alerts__Timeout"] = "00:00:05",
        ["Alerts__ClaimFor"] = "00:00:06",
    };

    private static async Task<string> WriteCredentialsAsync(DirectoryInfo directory)
    {
        var (user, authPassword, privPassword) = SnmpPrinter.Reader;
        var file = Path.Combine(directory.FullName, "credentials.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new Dictionary<string, object>
        {
            [Credential] = new { user, auth = "Sha256", authPassword, priv = "Aes128", privPassword },
        }));
        return file;
    }
}
