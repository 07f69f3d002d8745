using System.Diagnostics;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.SystemUnderTest;
using TicketFlow.Testing.Mail;

namespace EndToEnd.Tests.PrinterHealth;

/// <summary>A whole system with printer monitors, a printer that has a real SNMP agent, and a mail server for support.</summary>
public abstract class HealthScene
{
    private const string Poll = "00:00:00.4";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private protected TicketFlowSystem Site { get; private set; } = null!;

    private protected SnmpPrinter Card { get; private set; } = null!;

    private protected SmtpReceiver Mail { get; private set; } = null!;

    private protected string Printer => Site.PrinterNames[0];

    private protected async Task OnSystemAsync(int monitors, Func<Task> body)
    {
        await using var mail = new SmtpReceiver();
        mail.Start();
        await using var card = new SnmpPrinter();
        await card.ShowAsync();
        await using var system = await TicketFlowSystem.StartAsync(new SystemOptions
        {
            Slots = 1,
            Monitors = monitors,
            MonitorSettings = new Dictionary<string, string>
            {
                ["Monitor__Polling__Idle"] = Poll,
                ["Monitor__Polling__Faulty"] = Poll,
                ["Monitor__Polling__Silent"] = "00:00:02",
                ["Monitor__Polling__Sleeping"] = Poll,
                ["Monitor__Polling__NoteSeenEvery"] = Poll,
                ["Monitor__Snmp__Timeout"] = "00:00:01",
                ["Monitor__LeaseFor"] = "00:00:03",
                ["Monitor__RenewEvery"] = "00:00:01",
            },
            ServerSettings = new Dictionary<string, string>
            {
                ["Support__Receivers__0__Name"] = "helpdesk",
                ["Support__Receivers__0__Mail"] = "helpdesk@example.org",
                ["Support__Smtp__Host"] = "127.0.0.1",
                ["Support__Smtp__Port"] = mail.Port.ToString(),
                ["Support__Smtp__Tls"] = "none",
                ["Support__Smtp__From"] = "ticketflow@example.org",
            },
        });
        (Site, Card, Mail) = (system, card, mail);
        await system.ExplainAsync(body);
    }

    /// <summary>The operators' command, which must succeed.</summary>
    private protected async Task OperatorAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(ProductBuild.Ops, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TICKETFLOW_POSTGRES"] = Site.Database.ConnectionString;
        start.Environment["TICKETFLOW_RABBITMQ"] = Site.ServerAddress.ToString();
        using var command = Process.Start(start)!;
        var error = command.StandardError.ReadToEndAsync();
        var output = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        command.ExitCode.ShouldBe(0, output + await error);
    }

    private protected Task HasHealthAsync(string health, string printer) => Eventually.TrueAsync(
        async () => health
            == await Site.Database.ScalarAsync<string>($"select health from ticketflow.queue_resource where name = '{printer}'"),
        Patience,
        () => $"{printer} is {health}");

    private protected Task ShowsAsync(LocalJob job, Func<LocalJob, bool> what, string text) => Eventually.TrueAsync(
        async () => what((await Site.Agents[0].JobsAsync()).Single(known => known.Key == job.Key)),
        Patience,
        () => $"{job.Title}: {text}");

    private protected Task MailedAsync(Func<ReceivedMail, bool> which, string what) => Eventually.TrueAsync(
        () => Mail.Mails.Any(which), Patience,
        () => $"mail: {what}; there came {string.Join(" | ", Mail.Mails.Select(m => m.Header("Subject")))}");

    /// <summary>The aliases of the resource's events, but for one kind.</summary>
    private protected async Task<IReadOnlyList<string>> EventsAsync(string printer, string but) => await Site.Database.ColumnAsync(
        $"select type from ticketflow.mt_events where stream_id = 'resource-{printer}' and type <> '{but}' order by version");
}
